import { TriageError } from '#shared/errors.ts'
import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'
import { refreshStudies } from '#core/store/worklist/refresh.ts'

type Row = { readonly id: number; readonly study_id: number; readonly conflict_of: number | null }

/**
 * Settles a conflict of two images with one UID: one of them is set aside – kept, and shown and judged no more – or both
 * stay. `first` is the one that was there before, `second` the one that came with other bytes.
 */
export function resolveConflict(store: Store, imageId: number, keep: 'first' | 'second' | 'both'): void {
  const image = readConflicting(store, imageId)
  const firstId = image.conflict_of ?? image.id
  const group = store
    .sql(`SELECT id, study_id, conflict_of FROM images WHERE id = ? OR conflict_of = ? ORDER BY id`)
    .all(firstId, firstId) as Row[]
  // Asked about the first of them, the second is the one that came last.
  const second = image.conflict_of === null ? group.at(-1) : image
  const setAside = (id: number, aside: boolean) =>
    store.sql(`UPDATE images SET conflict = 'settled', set_aside = ? WHERE id = ?`).run(Number(aside), id)
  store.commit(() => {
    if (second) setAside(second.id, keep === 'first')
    const isOpen = store.sql(`SELECT 1 FROM images WHERE conflict_of = ? AND conflict = 'open'`).get(firstId)
    if (keep === 'second') setAside(firstId, true)
    if (!isOpen) store.sql(`UPDATE images SET conflict = 'settled' WHERE id = ?`).run(firstId)
    refreshStudies(
      store,
      group.map(({ study_id }) => study_id),
    )
  }, [{ action: 'resolve-conflict', actor: actorOf(store), subject: `image:${imageId}`, detail: { keep } }])
}

function readConflicting(store: Store, imageId: number): Row {
  const row = store.sql(`SELECT id, study_id, conflict_of FROM images WHERE id = ? AND conflict <> 'none'`).get(imageId)
  if (!row) throw new TriageError('not-found', 'Expected an image in conflict; there is none of that number.', 'store')
  return row as Row
}
