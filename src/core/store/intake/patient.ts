import { hash } from 'node:crypto'
import type { Header, PersonName } from '#shared/header.ts'
import type { Store } from '#core/store/store.ts'

/** What tells one patient from another. */
type PatientKey = Readonly<Record<'patientId' | 'issuer' | 'birthDate' | 'sex' | 'nameKey', string>>

/**
 * The patient that a header names: PatientID, its issuer, birth date, sex and name. Where no issuer is given and neither
 * name nor birth date say who it is, an id counts within its source only; without an id, within its study.
 */
function toPatientKey({ patient, study }: Header, source: string): PatientKey {
  const patientId = patient.patientId ?? ''
  const birthDate = patient.patientBirthDate ?? ''
  const nameKey = toNameKey(patient.patientName)
  const isNamed = birthDate !== '' || nameKey !== ''
  const within =
    patientId === '' ? `study:${study.studyInstanceUid}` : isNamed ? '' : `source:${hash('sha256', source)}`
  return { patientId, issuer: patient.issuerOfPatientId ?? within, birthDate, sex: patient.patientSex ?? '', nameKey }
}

/** The same name however it was typed: capitals, spaces and empty components do not count. */
function toNameKey(name: PersonName | undefined): string {
  const text = name?.alphabetic || name?.ideographic || ''
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s^]+/g, ' ')
    .trim()
}

/** A person name as it is shown: family name, comma, the others; the ideographic form in brackets. */
function toShownName(name: PersonName | undefined): string {
  if (!name) return ''
  const shown = [name.alphabetic, name.ideographic ?? ''].map((group) => {
    const [family = '', ...others] = group.split('^').map((part) => part.trim())
    const given = others.filter((part) => part !== '').join(' ')
    return [family, given].filter((part) => part !== '').join(', ')
  })
  const [alphabetic = '', ideographic = ''] = shown
  if (ideographic === '') return alphabetic
  return alphabetic === '' ? ideographic : `${alphabetic} (${ideographic})`
}

/** The patient's row, made if there is none; and whether it was. */
export function findOrAddPatient(store: Store, header: Header, source: string): { id: number; added: boolean } {
  const key = toPatientKey(header, source)
  const known = store
    .sql(
      `SELECT id FROM patients WHERE patient_id = :patientId AND issuer = :issuer AND birth_date = :birthDate
       AND sex = :sex AND name_key = :nameKey`,
    )
    .get(key) as { id: number } | undefined
  if (known) return { id: known.id, added: false }
  const { lastInsertRowid } = store
    .sql(
      `INSERT INTO patients (patient_id, issuer, birth_date, sex, name_key, name)
       VALUES (:patientId, :issuer, :birthDate, :sex, :nameKey, :name)`,
    )
    .run({ ...key, name: toShownName(header.patient.patientName) })
  return { id: Number(lastInsertRowid), added: true }
}
