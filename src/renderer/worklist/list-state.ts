import { type Group, groups } from '#shared/domain.ts'
import type { WorklistCounts, WorklistFilter, WorklistPage, WorklistRow, WorklistSort } from '#shared/worklist.ts'

/** A row in its place. The row is kept up to date; the place stays until a person asks for the order anew. */
export type Entry = { readonly row: WorklistRow; readonly place: Group | undefined }

/** What is asked for: changing it asks anew. */
export type Query = { readonly filter: WorklistFilter; readonly sort: WorklistSort }

export type ListState = {
  readonly query: Query
  readonly entries: readonly Entry[]
  /** Key of the page after the last entry; undefined when all are there. */
  readonly next: string | undefined
  /** As they are now; undefined before the first answer. */
  readonly counts: WorklistCounts | undefined
  /** As they were when the order was taken: what its headings say. */
  readonly adopted: WorklistCounts | undefined
  readonly selectedId: number | undefined
  readonly error: Error | undefined
}

export const triageOrder: WorklistSort = { by: 'triage', descending: false }

export function emptyList(query: Query): ListState {
  return {
    query,
    entries: [],
    next: undefined,
    counts: undefined,
    adopted: undefined,
    selectedId: undefined,
    error: undefined,
  }
}

const toEntry = (row: WorklistRow): Entry => ({ row, place: row.group })

/** Takes the order of a first page. The selected study stays selected where it is still in the list. */
export function adoptPage(state: ListState, page: WorklistPage): ListState {
  return {
    ...state,
    entries: page.rows.map(toEntry),
    next: page.next,
    counts: page.counts,
    adopted: page.counts,
    error: undefined,
  }
}

/**
 * Adds the next page below what is there. A study that meanwhile moved up past the pages already there stays where it was
 * shown first; one that would belong above takes its place below, and counts as moved.
 */
export function appendPage(state: ListState, page: WorklistPage): ListState {
  const known = new Set(state.entries.map(({ row }) => row.studyId))
  const added = page.rows
    .filter(({ studyId }) => !known.has(studyId))
    .map((row) => ({ row, place: below(state, row.group) }))
  return { ...state, entries: [...state.entries, ...added], next: page.next, counts: page.counts, error: undefined }
}

function below({ query: { sort }, entries }: ListState, group: Group | undefined): Group | undefined {
  const last = entries.at(-1)?.place
  if (sort.by !== 'triage' || group === undefined || last === undefined) return group
  const isAbove = groups.indexOf(group) < groups.indexOf(last)
  return isAbove === sort.descending || group === last ? group : last
}

/** Brings rows up to date in their places. Rows that are not in the list do not enter it: they wait for a re-sort. */
export function refreshRows(state: ListState, rows: readonly WorklistRow[], counts: WorklistCounts): ListState {
  const fresh = new Map(rows.map((row) => [row.studyId, row]))
  let changed = false
  const entries = state.entries.map((entry) => {
    const row = fresh.get(entry.row.studyId)
    if (!row || sameRow(row, entry.row)) return entry
    changed = true
    return { ...entry, row }
  })
  return { ...state, entries: changed ? entries : state.entries, counts }
}

const sameRow = (a: WorklistRow, b: WorklistRow) => JSON.stringify(a) === JSON.stringify(b)

/** What a re-sort would change: studies that are not in the list yet, and rows that stand in a place no longer theirs. */
export function pending({ entries, counts, adopted }: ListState): {
  readonly arrived: number
  readonly moved: number
} {
  return {
    arrived: Math.max(0, (counts?.total ?? 0) - (adopted?.total ?? 0)),
    moved: entries.filter(({ row, place }) => row.group !== place).length,
  }
}

/** Selects the study so many rows further; at the ends it stays. Without a selection, the first or last. */
export function selectBy(state: ListState, step: number): ListState {
  const { entries, selectedId } = state
  const at = entries.findIndex(({ row }) => row.studyId === selectedId)
  const to = at < 0 ? (step > 0 ? 0 : entries.length - 1) : Math.min(entries.length - 1, Math.max(0, at + step))
  const entry = entries[to]
  return entry ? { ...state, selectedId: entry.row.studyId } : state
}

/** Where a study stands in the list, and which come before and after it. */
export type Neighbours = {
  readonly position: number | undefined
  readonly total: number
  readonly previousId: number | undefined
  readonly nextId: number | undefined
  /** The next study below that nobody has read; what a reader goes on to. */
  readonly nextUnreadId: number | undefined
}

export function neighbours({ entries, counts }: ListState, studyId: number): Neighbours {
  const at = entries.findIndex(({ row }) => row.studyId === studyId)
  const idAt = (index: number) => entries[index]?.row.studyId
  const unread = entries.find(({ row }, i) => i > at && !row.read && row.studyId !== studyId)
  return {
    position: at < 0 ? undefined : at + 1,
    total: counts?.total ?? entries.length,
    previousId: at < 0 ? undefined : idAt(at - 1),
    nextId: at < 0 ? undefined : idAt(at + 1),
    nextUnreadId: unread?.row.studyId,
  }
}
