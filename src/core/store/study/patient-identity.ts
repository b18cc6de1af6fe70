import type { FoundPatient } from '#shared/study.ts'

/** The columns of `patients` that say who a person is; an empty text where a file says nothing. */
export type IdentityRow = {
  readonly patient_id: string
  readonly name: string
  readonly birth_date: string
  readonly sex: string
}

/** A person as the window names them; what no file says is absent. */
export const toIdentity = (
  row: IdentityRow,
): Pick<FoundPatient, 'patientId' | 'patientName' | 'patientBirthDate' | 'patientSex'> => ({
  patientId: row.patient_id,
  patientName: row.name,
  ...(row.birth_date === '' ? {} : { patientBirthDate: row.birth_date }),
  ...(row.sex === '' ? {} : { patientSex: row.sex }),
})
