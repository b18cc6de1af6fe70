import type { AnalysisState, Finding } from '#shared/domain.ts'
import { TriageError } from '#shared/errors.ts'
import type { Box } from '#shared/geometry.ts'
import { readFindings, toRecords, type AnalysisRow } from '#core/store/analysis/read-analyses.ts'
import { activeVersions, readModels } from '#core/store/models/installed.ts'
import type { Store } from '#core/store/store.ts'
import { isStale, readContext } from '#core/store/worklist/refresh.ts'
import { boxesOf } from './boxes-of-cases.ts'
import { type LabelsOfCases, labelsOf, type Reference } from './labels-of-cases.ts'

export type CasesRequest = {
  readonly modelId: string
  /** Absent: the version in use. */
  readonly modelSha256?: string | undefined
  readonly label: string
  readonly reference?: Reference | undefined
  readonly cohortId?: number | undefined
  /** The last image of the batch before. */
  readonly after?: number | undefined
  readonly limit: number
}

/** One image for an evaluation: what the model says of one label, what the reference says, and what it may be grouped by. */
export type EvaluationCase = LabelsOfCases & {
  readonly imageId: number
  readonly studyId: number
  /** Of the person: merged patients count as one. */
  readonly patientId: number
  readonly sopInstanceUid: string
  readonly state: AnalysisState['state'] | 'none'
  /** Absent unless assessed; of several frames the highest. */
  readonly score?: number | undefined
  /** Boxes of this label, for free-response curves; whatever the threshold in use. */
  readonly findings: readonly Finding[]
  /** Boxes that readers drew or accepted for this label, or that came with an imported reference; absent where it has none to give. */
  readonly referenceBoxes?: readonly Box[] | undefined
  /** Of a version that is not in use, or of an older preprocessing. */
  readonly stale: boolean
  readonly sex?: string | undefined
  readonly ageYears?: number | undefined
  readonly modality: string
  readonly view?: string | undefined
  readonly site?: string | undefined
  /** Transfer syntax UID, or the raster format. */
  readonly encoding: string
  readonly acquiredAt?: string | undefined
}

type Row = {
  readonly image_id: number
  readonly study_id: number
  readonly patient: number
  readonly sop_instance_uid: string
  readonly sex: string
  readonly age_years: number | null
  readonly modality: string
  readonly view: string | null
  readonly institution: string | null
  readonly encoding: string | null
  readonly acquired_at: string | null
}

/** The next images for an evaluation, in the order of their numbers; `next` is absent on the last batch. */
export function readCases(
  store: Store,
  request: CasesRequest,
): { readonly modelSha256: string; readonly cases: readonly EvaluationCase[]; readonly next?: number } {
  const modelSha256 = request.modelSha256 ?? versionInUse(store, request.modelId)
  const inCohort =
    request.cohortId === undefined
      ? 'TRUE'
      : 'i.study_id IN (SELECT study_id FROM cohort_studies WHERE cohort_id = :cohort)'
  const rows = store
    .sql(
      `SELECT i.id AS image_id, i.study_id, coalesce(p.merged_into, p.id) AS patient, i.sop_instance_uid, p.sex,
         s.age_years, r.modality, i.header ->> '$.image.viewPosition' AS view, s.institution,
         coalesce(i.header ->> '$.image.transferSyntaxUid', i.header ->> '$.format') AS encoding, i.acquired_at
       FROM images i JOIN series r ON r.id = i.series_id JOIN studies s ON s.id = i.study_id
       JOIN patients p ON p.id = s.patient_id
       WHERE i.id > :after AND i.set_aside = 0 AND ${inCohort} ORDER BY i.id LIMIT :limit`,
    )
    .all({
      after: request.after ?? 0,
      limit: request.limit,
      ...(request.cohortId === undefined ? {} : { cohort: request.cohortId }),
    }) as Row[]
  const results = readResults(store, rows, modelSha256)
  const context = readContext(store)
  const labels = labelsOf(store, rows, request.reference)
  const boxes = boxesOf(store, rows, request)
  const cases = rows.map((row, i): EvaluationCase => {
    const all = results.get(row.image_id) ?? []
    return {
      imageId: row.image_id,
      studyId: row.study_id,
      patientId: row.patient,
      sopInstanceUid: row.sop_instance_uid,
      ...toScore(all, request.label),
      stale: all.some((result) => isStale(context, result)),
      ...(row.sex === '' ? {} : { sex: row.sex }),
      ageYears: row.age_years ?? undefined,
      modality: row.modality,
      view: row.view ?? undefined,
      site: row.institution ?? undefined,
      encoding: row.encoding ?? '',
      acquiredAt: row.acquired_at ?? undefined,
      referenceBoxes: isLabelled(labels[i]) ? (boxes?.get(row.image_id) ?? (boxes && [])) : undefined,
      ...labels[i],
    }
  })
  const last = rows.at(-1)
  return { modelSha256, cases, ...(last && rows.length === request.limit ? { next: last.image_id } : {}) }
}

/** A label of the image itself, or of the study that a person read. */
const isLabelled = (labels: LabelsOfCases | undefined) =>
  labels?.imagePositive !== undefined || labels?.studyPositive !== undefined

function versionInUse(store: Store, modelId: string): string {
  const models = readModels(store)
  const model = activeVersions(models).get(modelId) ?? models.findLast((each) => each.model_id === modelId)
  if (!model)
    throw new TriageError('not-found', 'Expected a model of this data folder; there is none of that id.', 'store')
  return model.sha256
}

type Records = ReturnType<typeof toRecords>

function readResults(store: Store, rows: readonly Row[], modelSha256: string): ReadonlyMap<number, Records> {
  const analyses = store
    .sql(
      `SELECT a.id, a.image_id, a.frame, a.model_sha256, a.state, a.scores, a.provenance, a.preprocessing_version,
         a.reasons, a.failure, a.row_hash
       FROM json_each(?) j JOIN analyses a ON a.image_id = j.value AND a.replaced = 0 WHERE a.model_sha256 = ?`,
    )
    .all(JSON.stringify(rows.map(({ image_id }) => image_id)), modelSha256) as AnalysisRow[]
  const findings = readFindings(
    store,
    analyses.map(({ id }) => id),
  )
  return Map.groupBy(toRecords(analyses, findings), ({ imageId }) => imageId)
}

/** Assessed when any frame was; failed before not assessed before waiting. */
function toScore(results: Records, label: string): Pick<EvaluationCase, 'state' | 'score' | 'findings'> {
  const states = new Set(results.map(({ analysis }) => analysis.state))
  const done = results.flatMap(({ analysis }) => (analysis.state === 'done' ? [analysis] : []))
  const scores = done.flatMap((analysis) => analysis.scores.filter((each) => each.label === label))
  const findings = done.flatMap((analysis) => analysis.findings.filter((each) => each.label === label))
  if (scores.length > 0) return { state: 'done', score: Math.max(...scores.map(({ score }) => score)), findings }
  const worst = (['failed', 'not-assessed', 'running', 'queued'] as const).find((state) => states.has(state))
  return { state: worst ?? (states.has('done') ? 'not-assessed' : 'none'), findings }
}
