import type { StudyDetail } from '#shared/study.ts'
import type { Store } from '#core/store/store.ts'
import { type IdentityRow, toIdentity } from './patient-identity.ts'

type Row = IdentityRow & { readonly id: number; readonly merged: number; readonly studies: number }

/** Other patients of this PatientID, which may be the same person or a mix-up, and those merged with this one. */
export function patientWarnings(store: Store, patient: number): StudyDetail['patient']['warnings'] {
  const rows = store
    .sql(
      `SELECT o.id, o.patient_id, o.name, o.birth_date, o.sex,
         coalesce(o.merged_into, o.id) = coalesce(me.merged_into, me.id) AS merged,
         (SELECT count(*) FROM studies s WHERE s.patient_id = o.id) AS studies
       FROM patients me JOIN patients o ON o.id <> me.id AND
         ((o.patient_id = me.patient_id AND me.patient_id <> '')
          OR o.merged_into = me.id OR o.id = me.merged_into OR o.merged_into = me.merged_into)
       WHERE me.id = ? AND EXISTS (SELECT 1 FROM studies s WHERE s.patient_id = o.id) ORDER BY o.id`,
    )
    .all(patient) as Row[]
  return rows.map((row) => ({
    kind: row.merged === 1 ? ('merged' as const) : ('same-id-other-identity' as const),
    otherPatientId: row.id,
    ...toIdentity(row),
    studies: row.studies,
  }))
}
