import type { AnalysisState, Finding } from '#shared/domain.ts'
import type { Store } from '#core/store/store.ts'
import { hashResult } from './row-hash.ts'

/** A result as its row holds it. */
export type AnalysisRecord = {
  readonly id: number
  readonly imageId: number
  readonly frame: number
  readonly modelSha256: string
  readonly preprocessingVersion: number | undefined
  readonly analysis: AnalysisState
}

export type AnalysisRow = {
  readonly id: number
  readonly image_id: number
  readonly frame: number
  readonly model_sha256: string
  readonly state: AnalysisState['state']
  readonly scores: string | null
  readonly provenance: string | null
  readonly preprocessing_version: number | null
  readonly reasons: string | null
  readonly failure: string | null
  readonly row_hash: string | null
}
type FindingRow = {
  readonly id: number
  readonly analysis_id: number
  readonly label: string
  readonly score: number
  readonly box: string | null
  readonly mask: string | null
}

const columns = `a.id, a.image_id, a.frame, a.model_sha256, a.state, a.scores, a.provenance, a.preprocessing_version,
  a.reasons, a.failure, a.row_hash`

/** The current results of a study's images. */
export function readAnalysesOfStudy(store: Store, studyId: number): readonly AnalysisRecord[] {
  const rows = store
    .sql(
      `SELECT ${columns} FROM images i JOIN analyses a ON a.image_id = i.id AND a.replaced = 0
       WHERE i.study_id = ? ORDER BY a.image_id, a.id`,
    )
    .all(studyId) as AnalysisRow[]
  const findings = store
    .sql(
      `SELECT f.* FROM images i JOIN analyses a ON a.image_id = i.id AND a.replaced = 0
       JOIN findings f ON f.analysis_id = a.id WHERE i.study_id = ? ORDER BY f.id`,
    )
    .all(studyId) as FindingRow[]
  return toRecords(rows, findings)
}

/** The findings of some results, to go with their rows. */
export function readFindings(store: Store, analysisIds: readonly number[]): readonly FindingRow[] {
  return store
    .sql('SELECT f.* FROM json_each(?) j JOIN findings f ON f.analysis_id = j.value ORDER BY f.id')
    .all(JSON.stringify(analysisIds)) as FindingRow[]
}

export function toRecords(rows: readonly AnalysisRow[], findings: readonly FindingRow[]): AnalysisRecord[] {
  const byAnalysis = Map.groupBy(findings, ({ analysis_id }) => analysis_id)
  return rows.map((row) => ({
    id: row.id,
    imageId: row.image_id,
    frame: row.frame,
    modelSha256: row.model_sha256,
    preprocessingVersion: row.preprocessing_version ?? undefined,
    analysis: toState(row, byAnalysis.get(row.id) ?? []),
  }))
}

/** A row that is not what was written is shown as failed, never as a result. */
function toState(row: AnalysisRow, findings: readonly FindingRow[]): AnalysisState {
  if (row.state === 'queued' || row.state === 'running') return { state: row.state }
  try {
    const analysis = parse(row, row.state, findings)
    const of = { imageId: row.image_id, frame: row.frame, modelSha256: row.model_sha256 }
    if (hashResult(of, analysis) === row.row_hash) return analysis
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  return { state: 'failed', failure: damaged }
}

const damaged = {
  kind: 'damaged-store',
  message: 'Expected the stored result as it was written; it has changed since.',
  stage: 'store',
} as const

function parse(row: AnalysisRow, state: 'done' | 'not-assessed' | 'failed', findings: readonly FindingRow[]) {
  switch (state) {
    case 'done':
      return {
        state,
        scores: JSON.parse(row.scores ?? ''),
        findings: findings.map(toFinding),
        provenance: JSON.parse(row.provenance ?? ''),
      }
    case 'not-assessed':
      return { state, reasons: JSON.parse(row.reasons ?? '') }
    case 'failed':
      return { state, failure: JSON.parse(row.failure ?? '') }
  }
}

function toFinding({ id, label, score, box, mask }: FindingRow): Finding {
  return {
    id,
    label,
    score,
    ...(box === null ? {} : { box: JSON.parse(box) }),
    ...(mask === null ? {} : { mask: JSON.parse(mask) }),
  }
}
