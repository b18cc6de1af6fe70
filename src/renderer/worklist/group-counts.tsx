import { groupWords } from '#renderer/messages/domain-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { groups } from '#shared/domain.ts'
import type { WorklistCounts, WorklistFilter } from '#shared/worklist.ts'
import { toggleGroup, withFilter } from './filters.ts'
import { GroupMark } from './group-mark.tsx'
import { countOf } from './list-layout.ts'
import { worklistWords } from './words.ts'

type Props = {
  readonly counts: WorklistCounts
  readonly filter: WorklistFilter
  readonly isUnaided: boolean
  readonly onChange: (filter: WorklistFilter) => void
}

/** Unread and read make the total, always; and the groups, each a switch to show it alone. */
export function GroupCounts({ counts, filter, isUnaided, onChange }: Props) {
  const t = useWords(worklistWords)
  const words = useWords(groupWords)
  const language = useLanguage()
  const { unread, read, total } = counts
  return (
    <div className="group-counts">
      <output className="number">{t('counts', { unread, read, total })}</output>
      {!isUnaided && (
        <>
          <button
            type="button"
            className="group-switch"
            aria-pressed={filter.groups === undefined}
            onClick={() => onChange(withFilter(filter, 'groups', undefined))}
          >
            {t('all')}
          </button>
          {groups.map((group) => (
            <button
              type="button"
              key={group}
              className="group-switch"
              aria-pressed={filter.groups?.includes(group) ?? false}
              onClick={() => onChange(toggleGroup(filter, group))}
            >
              <GroupMark group={group} /> {words(group)}{' '}
              {(filter.groups?.includes(group) ?? true) && (
                <span className="number">{countOf(counts, group).toLocaleString(language)}</span>
              )}
            </button>
          ))}
        </>
      )}
    </div>
  )
}
