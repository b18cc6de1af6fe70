import type { FoundPatient } from '#shared/study.ts'
import type { Store } from '#core/store/store.ts'
import { toPatientMatch } from '#core/store/worklist/search-words.ts'
import { type IdentityRow, toIdentity } from './patient-identity.ts'

type Row = IdentityRow & { readonly id: number; readonly studies: number }

const mostFound = 20

/** Other people of the list by the words of their name or PatientID: among whom a reader looks for the same person. */
export function findPatients(store: Store, { search, not }: { search: string; not: number }): FoundPatient[] {
  const match = toPatientMatch(search)
  if (match === undefined) return []
  const rows = store
    .sql(
      `SELECT p.id, p.patient_id, p.name, p.birth_date, p.sex, count(*) AS studies
       FROM study_text t JOIN studies s ON s.id = t.rowid JOIN patients p ON p.id = s.patient_id
       WHERE study_text MATCH :match
         AND coalesce(p.merged_into, p.id) <> (SELECT coalesce(merged_into, id) FROM patients WHERE id = :not)
       GROUP BY p.id ORDER BY p.patient_id, p.id LIMIT :mostFound`,
    )
    .all({ match, not, mostFound }) as Row[]
  return rows.map((row) => ({
    id: row.id,
    ...toIdentity(row),
    studies: row.studies,
  }))
}
