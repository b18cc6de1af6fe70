import type { StudyDetail } from '#shared/study.ts'
import type { Store } from '#core/store/store.ts'

type Row = {
  readonly id: number
  readonly patient_id: string
  readonly name: string
  readonly birth_date: string
  readonly sex: string
  readonly merged: number
  readonly studies: number
}

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
    patientId: row.patient_id,
    patientName: row.name,
    ...(row.birth_date === '' ? {} : { patientBirthDate: row.birth_date }),
    ...(row.sex === '' ? {} : { patientSex: row.sex }),
    studies: row.studies,
  }))
}
