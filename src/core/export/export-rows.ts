import type { AnalysisState, Finding, Group, Reading, Score } from '#shared/domain.ts'

/** What an export holds of one analysis: the state, and for a finished one its scores and where they come from. */
export type ExportAnalysis = {
  readonly modelId: string
  readonly version: string
  readonly sha256: string
  readonly state: AnalysisState['state']
  readonly stale: boolean
  readonly provider?: string | undefined
  readonly analysedAt?: string | undefined
  /** Codes of why nothing was assessed, or the kind of a failure. */
  readonly why: readonly string[]
  readonly scores: readonly Score[]
  readonly findings: readonly (Finding & { readonly id: number })[]
}

/** One image with everything that was said of it, as the store gives it. */
export type ExportImage = {
  readonly studyId: number
  readonly imageId: number
  /** PatientID, issuer, birth date and sex as one text: what a pseudonym is made of. */
  readonly patientIdentity: string
  readonly patientId: string
  readonly patientSex?: string | undefined
  readonly ageYears?: number | undefined
  readonly accessionNumber: string
  readonly studyInstanceUid: string
  readonly seriesInstanceUid: string
  readonly sopInstanceUid: string
  readonly path: string
  readonly group: Group
  readonly level?: string | undefined
  readonly modality: string
  readonly view?: string | undefined
  /** ISO 8601 without zone, as the device wrote it. */
  readonly acquiredAt?: string | undefined
  readonly rows: number
  readonly columns: number
  /** Millimetres between pixel centres down a column and along a row, where they are known. */
  readonly spacing?: { readonly rowMm: number; readonly columnMm: number } | undefined
  readonly analyses: readonly ExportAnalysis[]
  readonly references: readonly { readonly set: string; readonly label: string }[]
}

/** One reading with the study that it is of. */
export type ExportReading = {
  readonly patientIdentity: string
  readonly patientId: string
  readonly studyInstanceUid: string
  readonly accessionNumber: string
  readonly group: Group
  readonly reading: Reading
  readonly superseded: boolean
}

/** A model with results, and its labels that are shown, in the manifest's order. */
export type ExportModel = { readonly id: string; readonly labels: readonly string[] }
