import type { StudyDetail } from '#shared/study.ts'
import type { Store } from '#core/store/store.ts'

/** Other patients of this PatientID, which may be the same person or a mix-up, and those merged with this one. */
export function patientWarnings(store: Store, patient: number): StudyDetail['patient']['warnings'] {
  const rows = store
    .sql(
      `SELECT o.id, coalesce(o.merged_into, o.id) = coalesce(me.merged_into, me.id) AS merged
       FROM patients me JOIN patients o ON o.id <> me.id AND
         ((o.patient_id = me.patient_id AND me.patient_id <> '')
          OR o.merged_into = me.id OR o.id = me.merged_into OR o.merged_into = me.merged_into)
       WHERE me.id = ? AND EXISTS (SELECT 1 FROM studies s WHERE s.patient_id = o.id) ORDER BY o.id`,
    )
    .all(patient) as { id: number; merged: number }[]
  return rows.map(({ id, merged }) => ({
    kind: merged === 1 ? ('merged' as const) : ('same-id-other-identity' as const),
    otherPatientId: id,
  }))
}
