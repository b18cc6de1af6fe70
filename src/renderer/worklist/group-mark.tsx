import type { Group } from '#shared/domain.ts'

/** The sign of a group: a filled triangle, a dashed diamond with a question, an empty ring. Shape before colour. */
export function GroupMark({ group }: { readonly group: Group }) {
  return (
    <svg className={`group-mark mark-${group}`} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      {group === 'flagged' && <path d="M8 1.5 15 14H1Z" />}
      {group === 'not-assessed' && (
        <>
          <path d="M8 1 15 8 8 15 1 8Z" />
          <path className="stroke" d="M6.2 6.4a1.9 1.9 0 1 1 2.6 1.8c-.6.3-.8.6-.8 1.3M8 11.6v.6" />
        </>
      )}
      {group === 'not-flagged' && <circle cx="8" cy="8" r="5" />}
    </svg>
  )
}
