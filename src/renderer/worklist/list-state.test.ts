import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groups } from '#shared/domain.ts'
import type { WorklistPage, WorklistRow } from '#shared/worklist.ts'
import { layOut } from './list-layout.ts'
import {
  adoptPage,
  appendPage,
  emptyList,
  neighbours,
  pending,
  refreshRows,
  selectBy,
  triageOrder,
} from './list-state.ts'

const row = (
  studyId: number,
  group: WorklistRow['group'] = 'not-flagged',
  more: Partial<WorklistRow> = {},
): WorklistRow => ({
  studyId,
  studyInstanceUid: `2.25.${studyId}`,
  group,
  reasons: [],
  stale: false,
  patientName: `P${studyId}`,
  patientId: String(studyId),
  patientWarning: false,
  modality: 'DX',
  studyDescription: '',
  accessionNumber: '',
  arrivedAt: '2026-01-01T00:00:00Z',
  images: 1,
  queued: 0,
  read: false,
  ...more,
})

const countsOf = (rows: readonly WorklistRow[]) => {
  const count = (kept: (row: WorklistRow) => boolean) => rows.filter(kept).length
  return {
    total: rows.length,
    read: count(({ read }) => read),
    unread: count(({ read }) => !read),
    flagged: count(({ group }) => group === 'flagged'),
    notAssessed: count(({ group }) => group === 'not-assessed'),
    notFlagged: count(({ group }) => group === 'not-flagged'),
  }
}

const page = (rows: readonly WorklistRow[], all = rows, next?: string): WorklistPage => ({
  rows: [...rows],
  counts: countsOf(all),
  revision: 1,
  ...(next === undefined ? {} : { next }),
})

const query = { filter: {}, sort: triageOrder }
const ids = (state: { entries: readonly { row: WorklistRow }[] }) => state.entries.map(({ row }) => row.studyId)

describe('the list while studies arrive', () => {
  const three = [row(1, 'flagged'), row(2, 'not-assessed'), row(3)]
  const shown = { ...adoptPage(emptyList(query), page(three)), selectedId: 2 }

  it('keeps every row in its place and the selected one selected', () => {
    const arrived = [row(9, 'flagged'), row(2, 'flagged'), row(1, 'flagged'), row(3)]
    const after = refreshRows(shown, arrived, countsOf(arrived))
    expect(ids(after)).toEqual([1, 2, 3])
    expect(after.selectedId).toBe(2)
  })

  it('says how many are new and how many stand elsewhere now', () => {
    const arrived = [row(9, 'flagged'), row(2, 'flagged'), row(1, 'flagged'), row(3)]
    expect(pending(refreshRows(shown, arrived, countsOf(arrived)))).toEqual({ arrived: 1, moved: 1 })
  })

  it('brings a row up to date without moving it', () => {
    const after = refreshRows(shown, [row(3, 'not-flagged', { read: true })], countsOf(three))
    expect(after.entries[2]?.row.read).toBe(true)
    expect(after.entries[0]).toBe(shown.entries[0])
  })

  it('takes the new order when asked, with the same study selected', () => {
    const arrived = [row(9, 'flagged'), row(1, 'flagged'), row(2, 'not-assessed'), row(3)]
    const after = adoptPage(shown, page(arrived))
    expect(ids(after)).toEqual([9, 1, 2, 3])
    expect(after.selectedId).toBe(2)
    expect(pending(after)).toEqual({ arrived: 0, moved: 0 })
  })

  it('shows a study once when it moved between two pages', () => {
    const first = adoptPage(emptyList(query), page([row(1), row(2)], three, 'k'))
    expect(ids(appendPage(first, page([row(2), row(3)], three)))).toEqual([1, 2, 3])
  })
})

describe('the selection', () => {
  const shown = adoptPage(emptyList(query), page([row(1), row(2), row(3)]))

  it('begins at the first and stays at the ends', () => {
    const first = selectBy(shown, 1)
    expect(first.selectedId).toBe(1)
    expect(selectBy(first, -1).selectedId).toBe(1)
    expect(selectBy(selectBy(first, 5), 1).selectedId).toBe(3)
  })

  it('knows the neighbours of an open study and the next unread below it', () => {
    const read = adoptPage(emptyList(query), page([row(1), row(2), row(3, 'not-flagged', { read: true }), row(4)]))
    expect(neighbours(read, 2)).toEqual({ position: 2, total: 4, previousId: 1, nextId: 3, nextUnreadId: 4 })
    expect(neighbours(read, 77)).toMatchObject({ position: undefined, nextId: undefined, nextUnreadId: 1 })
  })
})

describe('the layout of a list', () => {
  it('has the three groups in order, an empty one too', () => {
    const shown = adoptPage(emptyList(query), page([row(1, 'flagged'), row(3)]))
    expect(layOut(shown).lines.map((line) => (line.kind === 'heading' ? line.group : line.kind))).toEqual([
      'flagged',
      'row',
      'not-assessed',
      'not-flagged',
      'row',
    ])
  })

  it('has no groups in an unaided list', () => {
    const blind = [1, 2].map((id) => {
      const { group, ...rest } = row(id)
      return group && rest
    })
    const shown = adoptPage(emptyList(query), page(blind as WorklistRow[]))
    expect(layOut(shown).lines.every(({ kind }) => kind === 'row')).toBe(true)
  })

  it('loses no study and shows none twice, whatever arrives in whatever order', () => {
    const studies = fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 60 }), group: fc.constantFrom(...groups), read: fc.boolean() }),
      { selector: ({ id }) => id, maxLength: 40 },
    )
    fc.assert(
      fc.property(studies, studies, fc.integer({ min: 1, max: 15 }), (before, after, size) => {
        const sorted = (list: typeof before) =>
          list
            .toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.id - b.id)
            .map(({ id, group, read }) => row(id, group, { read }))
        const all = sorted(before)
        let state = emptyList(query)
        for (let at = 0; at === 0 || at < all.length; at += size) {
          const next = at + size < all.length ? 'k' : undefined
          const chunk = page(all.slice(at, at + size), all, next)
          state = at === 0 ? adoptPage(state, chunk) : appendPage(state, chunk)
        }
        const shown = layOut(refreshRows(state, sorted(after), countsOf(sorted(after))))
        const drawn = shown.lines.flatMap((line) => (line.kind === 'row' ? [line.entry.row.studyId] : []))
        expect(drawn).toEqual(all.map(({ studyId }) => studyId))
        expect(shown.unfetched).toBe(0)
        // Asked for anew, the list is exactly what is there now.
        const anew = layOut(adoptPage(state, page(sorted(after))))
        expect(anew.lines.filter(({ kind }) => kind === 'row')).toHaveLength(after.length)
      }),
      { seed: 7 },
    )
  })
})
