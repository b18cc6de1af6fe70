import { readSetting } from '#core/store/settings.ts'
import type { Store } from '#core/store/store.ts'
import { TriageError } from '#shared/errors.ts'

/** Whose eyes the answers are for, and whether they read unaided first. */
export type Viewer = { readonly reader: string; readonly unaidedFirst: boolean; readonly seed: number }

export function readViewer(store: Store): Viewer {
  return {
    reader: readSetting(store, 'reader'),
    unaidedFirst: readSetting(store, 'unaidedFirst'),
    seed: readSetting(store, 'unaidedSeed'),
  }
}

/** SQL for: this reader (`:reader`) may see what models and others say of a study, for they have read it or had seen it before. */
export const seenBy = (studyId: string): string =>
  `(EXISTS (SELECT 1 FROM readings r WHERE r.study_id = ${studyId} AND r.reader = :reader AND r.kind = 'reading')
    OR EXISTS (SELECT 1 FROM reveals v WHERE v.study_id = ${studyId} AND v.reader = :reader))`

/** True while a reader has yet to commit an unaided reading of a study: then nothing of a model or of another reader is told. */
export function isBlind(store: Store, viewer: Viewer, studyId: number): boolean {
  if (!viewer.unaidedFirst) return false
  const seen = store
    .sql(`SELECT ${seenBy(':studyId')}`)
    .pluck()
    .get({ studyId, reader: viewer.reader })
  return seen === 0
}

/** Refuses what a model made of an image while the reader has yet to read its study unaided. */
export function assertSeen(store: Store, imageId: number): void {
  const studyId = store.sql('SELECT study_id FROM images WHERE id = ?').pluck().get(imageId) as number | undefined
  if (studyId === undefined || !isBlind(store, readViewer(store), studyId)) return
  throw new TriageError(
    'refused',
    'Expected a reading before anything of a model is shown; there is none yet.',
    'store',
  )
}
