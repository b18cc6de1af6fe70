import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'
import { noteChange, refreshStudies } from '#core/store/worklist/refresh.ts'
import { noStudy } from './read-study.ts'

/** What a deletion leaves to be removed from the drive. Referenced originals are never among it. */
export type DeletedStudy = {
  readonly images: number
  readonly imageIds: readonly number[]
  /** Copied originals that no other image needs. */
  readonly objects: readonly { readonly sha256: string; readonly bytes: number }[]
}

type Row = { readonly id: number; readonly sha256: string | null; readonly copied: number; readonly bytes: number }

/** Deletes a study with everything derived from it. The audit trail keeps that it was there. */
export function deleteStudy(store: Store, studyId: number): DeletedStudy {
  const study = store.sql('SELECT patient_id FROM studies WHERE id = ?').get(studyId) as
    | { patient_id: number }
    | undefined
  if (!study) throw noStudy()
  const images = store.sql('SELECT id, sha256, copied, bytes FROM images WHERE study_id = ?').all(studyId) as Row[]
  return store.commit(
    () => {
      const namesakes = studiesSharing(store, studyId, study.patient_id)
      store.sql('DELETE FROM study_text WHERE rowid = ?').run(studyId)
      store.sql('DELETE FROM readings WHERE study_id = ?').run(studyId)
      store.sql('DELETE FROM studies WHERE id = ?').run(studyId)
      removePatient(store, study.patient_id)
      const isNeeded = store.sql('SELECT 1 FROM images WHERE sha256 = ? AND copied = 1')
      const objects = new Map(
        images.flatMap(({ sha256, copied, bytes }): [string, number][] =>
          copied === 1 && sha256 !== null && isNeeded.get(sha256) === undefined ? [[sha256, bytes]] : [],
        ),
      )
      refreshStudies(store, namesakes)
      noteChange(store)
      return {
        images: images.length,
        imageIds: images.map(({ id }) => id),
        objects: [...objects].map(([sha256, bytes]) => ({ sha256, bytes })),
      }
    },
    ({ objects }) => [
      {
        action: 'delete',
        actor: actorOf(store),
        subject: `study:${studyId}`,
        detail: { images: images.length, objects: objects.length },
      },
    ],
  )
}

/** Studies whose warning may end with this one. */
function studiesSharing(store: Store, studyId: number, patientId: number): number[] {
  return store
    .sql(
      `SELECT o.id FROM studies o JOIN patients p ON p.id = o.patient_id WHERE o.id <> :studyId AND
       ((p.patient_id <> '' AND p.patient_id = (SELECT patient_id FROM patients WHERE id = :patientId))
        OR o.study_instance_uid = (SELECT study_instance_uid FROM studies WHERE id = :studyId)) LIMIT 1000`,
    )
    .pluck()
    .all({ studyId, patientId }) as number[]
}

function removePatient(store: Store, patientId: number): void {
  const isNeeded = store
    .sql(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM studies WHERE patient_id = ?) OR EXISTS (SELECT 1 FROM patients WHERE merged_into = ?)`,
    )
    .get(patientId, patientId)
  if (isNeeded === undefined) store.sql('DELETE FROM patients WHERE id = ?').run(patientId)
}
