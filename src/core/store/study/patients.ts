import { TriageError } from '#shared/errors.ts'
import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'
import { refreshStudies } from '#core/store/worklist/refresh.ts'

/** Says that two patients are one. Both rows stay as they are; their studies hang together until they are parted again. */
export function mergePatients(store: Store, patientId: number, into: number): void {
  const target = rootOf(store, into)
  if (rootOf(store, patientId) === target) {
    throw new TriageError('refused', 'Expected two patients; they are one already.', 'store')
  }
  store.commit(() => {
    // Whoever was merged into this patient comes along.
    store.sql('UPDATE patients SET merged_into = ? WHERE id = ? OR merged_into = ?').run(target, patientId, patientId)
    refreshStudies(store, studiesOf(store, patientId, target))
  }, [{ action: 'merge', actor: actorOf(store), subject: `patient:${patientId}`, detail: { into: target } }])
}

/** Parts a patient from the one it was merged into. */
export function unmergePatient(store: Store, patientId: number): void {
  const root = rootOf(store, patientId)
  store.commit(() => {
    if (root === patientId) store.sql('UPDATE patients SET merged_into = NULL WHERE merged_into = ?').run(patientId)
    else store.sql('UPDATE patients SET merged_into = NULL WHERE id = ?').run(patientId)
    refreshStudies(store, studiesOf(store, patientId, root))
  }, [{ action: 'merge', actor: actorOf(store), subject: `patient:${patientId}`, detail: { parted: true } }])
}

function rootOf(store: Store, patientId: number): number {
  const root = store.sql('SELECT coalesce(merged_into, id) FROM patients WHERE id = ?').pluck().get(patientId)
  if (root === undefined) {
    throw new TriageError('not-found', 'Expected a patient of this data folder; there is none of that number.', 'store')
  }
  return root as number
}

/** Studies whose warning may change: of these patients, and of all that share their PatientIDs. */
function studiesOf(store: Store, ...patients: readonly number[]): number[] {
  return store
    .sql(
      `SELECT s.id FROM studies s JOIN patients p ON p.id = s.patient_id WHERE p.patient_id IN
       (SELECT patient_id FROM patients WHERE id IN (SELECT value FROM json_each(:ids)) OR merged_into IN
         (SELECT value FROM json_each(:ids)))`,
    )
    .pluck()
    .all({ ids: JSON.stringify(patients) }) as number[]
}
