import { modalityTerms, viewPositionTerms } from '#shared/defined-terms.ts'
import type { ExportImage, ExportReading } from '#core/export/export-rows.ts'
import { type Pseudonyms, shiftDate } from '#core/export/pseudonyms/pseudonyms.ts'

/** How identifiers are written: as they are, or by keyed stand-ins. */
export type Identity = {
  readonly patient: (row: Pick<ExportImage, 'patientIdentity' | 'patientId'>) => string
  readonly uid: (uid: string) => string
  readonly accession: (accessionNumber: string) => string
  readonly path: (path: string) => string
  readonly reader: (name: string) => string
  /** An acquisition time: whole under identification, else the day moved by the patient's shift. */
  readonly acquired: (row: Pick<ExportImage, 'acquiredAt' | 'patientIdentity'>) => string | undefined
  /** A time of analysis or reading, which in live use lies close to the acquisition: moved by the same days. */
  readonly instant: (at: string | undefined, row: Pick<ExportImage, 'patientIdentity'>) => string | undefined
  /** What a person typed may name the patient: kept only under identification. */
  readonly comment: (text: string, row: Pick<ExportReading, 'patientIdentity'>) => string
  /** A code of the header, in which a device may have written anything: only the standard's own terms leave without identification. */
  readonly modality: (term: string) => string
  readonly view: (term: string | undefined) => string | undefined
  /** 90 and above are told as 90 (US 45 CFR 164.514(b)). */
  readonly age: (years: number | undefined) => number | undefined
}

export const identified: Identity = {
  patient: ({ patientId }) => patientId,
  uid: (uid) => uid,
  accession: (text) => text,
  path: (path) => path,
  reader: (name) => name,
  acquired: ({ acquiredAt }) => acquiredAt,
  instant: (at) => at,
  comment: (text) => text,
  modality: (term) => term,
  view: (term) => term,
  age: (years) => years,
}

export function pseudonymised(pseudonyms: Pseudonyms): Identity {
  return {
    patient: ({ patientIdentity }) => pseudonyms.patient(patientIdentity),
    uid: pseudonyms.uid,
    accession: pseudonyms.accession,
    path: pseudonyms.path,
    reader: pseudonyms.reader,
    acquired: ({ acquiredAt, patientIdentity }) =>
      acquiredAt === undefined ? undefined : shiftDate(acquiredAt, pseudonyms.dateShiftDays(patientIdentity)),
    instant: (at, { patientIdentity }) => {
      if (at === undefined) return undefined
      const time = Date.parse(at) - pseudonyms.dateShiftDays(patientIdentity) * 86_400_000
      return new Date(time).toISOString()
    },
    comment: (text) => (text === '' ? '' : '(withheld)'),
    modality: (term) => (modalityTerms.has(term) ? term : ''),
    view: (term) => (term !== undefined && viewPositionTerms.has(term) ? term : undefined),
    age: (years) => (years === undefined ? undefined : Math.min(90, Math.floor(years))),
  }
}
