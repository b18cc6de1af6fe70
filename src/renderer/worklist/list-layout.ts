import { type Group, groups } from '#shared/domain.ts'
import type { WorklistCounts } from '#shared/worklist.ts'
import type { Entry, ListState } from './list-state.ts'

/** A line of the list as it is drawn. */
export type Line =
  | { readonly kind: 'heading'; readonly group: Group; readonly count: number | undefined }
  | { readonly kind: 'row'; readonly entry: Entry }
  /** A study that is there and has not been fetched yet. */
  | { readonly kind: 'unfetched' }

/**
 * The list as lines: in the order of triage every group has its heading, also an empty one. Lines of what has not been
 * fetched are counted, not listed, since there may be a hundred thousand.
 */
export function layOut({ entries, query, next, adopted }: Pick<ListState, 'entries' | 'query' | 'next' | 'adopted'>): {
  readonly lines: readonly Line[]
  readonly unfetched: number
} {
  const unfetched = next === undefined ? 0 : Math.max(1, (adopted?.total ?? 0) - entries.length)
  const isGrouped =
    query.sort.by === 'triage' && entries.every(({ place }) => place !== undefined) && entries.length > 0
  if (!isGrouped) return { lines: entries.map(toLine), unfetched }
  const order = query.sort.descending ? groups.toReversed() : groups
  const lastPlace = entries.at(-1)?.place
  const reached = next === undefined ? order : order.slice(0, order.indexOf(lastPlace ?? 'flagged') + 1)
  const wanted = reached.filter((group) => query.filter.groups?.includes(group) ?? true)
  const lines = wanted.flatMap((group): Line[] => [
    { kind: 'heading', group, count: adopted && countOf(adopted, group) },
    ...entries.filter(({ place }) => place === group).map(toLine),
  ])
  return { lines, unfetched }
}

const toLine = (entry: Entry): Line => ({ kind: 'row', entry })

export function countOf(counts: WorklistCounts, group: Group): number {
  return { flagged: counts.flagged, 'not-assessed': counts.notAssessed, 'not-flagged': counts.notFlagged }[group]
}
