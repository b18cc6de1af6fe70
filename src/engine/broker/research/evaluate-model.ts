import type { EvaluationCase } from '#core/store/index.ts'
import type { Engine } from '#engine/broker/start-engine.ts'
import type {
  Comparison,
  Drift,
  Evaluation,
  EvaluationRequest,
  ReferenceMapping,
  ReferenceSet,
} from '#shared/evaluation.ts'
import { gatherCases, toLabelled } from './gather-cases.ts'
import { toLabelRows } from './label-rows.ts'
import { withScores } from './other-scores.ts'

/** Accuracy of a model version against a stored reference standard or the readings. */
export async function evaluateModel(engine: Engine, request: EvaluationRequest): Promise<Evaluation> {
  const { modelSha256, cases } = await gatherCases(engine, request)
  const images = toLabelled(cases, request.unit)
  const threshold = request.threshold ?? (await thresholdOf(engine, request.modelId, modelSha256, request.label))
  const unmatched = await unmatchedOf(engine, request.reference)
  return engine.decode.evaluate({ images, request, threshold, unmatched })
}

async function unmatchedOf({ store }: Engine, reference: EvaluationRequest['reference']): Promise<number> {
  if (!('set' in reference)) return 0
  const set = (await store.referenceList()).find(({ id }) => id === reference.set)
  return set?.unmatched.length ?? 0
}

/** The threshold in use for a label; 0.5 for a label that has none. */
async function thresholdOf({ store }: Engine, modelId: string, sha256: string, label: string): Promise<number> {
  const inUse = await store.modelsInUse({ models: [modelId] })
  const model = inUse.find(({ version }) => version.sha256 === sha256)
  return model?.thresholds[label]?.value ?? 0.5
}

/** A table of labels that is used once and not stored. */
export type LabelFile = {
  readonly path: string
  readonly mapping: Partial<ReferenceMapping>
}

/** Accuracy against a table of labels: matched by its column, evaluated image by image. Nothing is stored. */
export async function evaluateAgainstFile(
  engine: Engine,
  { path, mapping: chosen }: LabelFile,
  query: { readonly modelId: string; readonly label: string },
  scores?: LabelFile,
): Promise<
  Evaluation & { readonly unmatchedRows: ReferenceSet['unmatched']; readonly comparison?: Comparison & Unmatched }
> {
  const { labels, unmatched } = await matchFile(engine, path, chosen)
  const { modelSha256, cases } = await gatherCases(engine, query)
  const positive = new Map(labels.map(({ target, positive: is }) => [`${target.unit}/${target.id}`, is]))
  const boxes = new Map(labels.flatMap(({ target, boxes: own }) => (own ? [[target.id, own] as const] : [])))
  const labelled = cases.map((one) => ({
    ...one,
    referenceBoxes: boxes.get(one.imageId),
    imagePositive: positive.get(`image/${one.imageId}`),
    studyPositive: positive.get(`study/${one.studyId}`),
    patientPositive: positive.get(`patient/${one.patientId}`),
  }))
  const unit = labels[0]?.target.unit ?? 'image'
  const evaluation = await engine.decode.evaluate({
    images: toLabelled(labelled, unit),
    request: { unit, combine: 'max' },
    threshold: await thresholdOf(engine, query.modelId, modelSha256, query.label),
    unmatched: unmatched.length,
  })
  if (scores === undefined) return { ...evaluation, unmatchedRows: unmatched }
  const found = await matchFile(engine, scores.path, scores.mapping)
  const targets = found.labels.flatMap(({ target, value }) => {
    const score = value.trim() === '' ? Number.NaN : Number(value)
    return Number.isFinite(score) ? [{ target, score }] : []
  })
  const thresholds = { a: evaluation.threshold, b: scoreOfOthers }
  const others = withScores(labelled, targets, unit)
  const comparison = await compareCases(engine, labelled, others, { unit, combine: 'max' }, thresholds)
  return { ...evaluation, unmatchedRows: unmatched, comparison: { ...comparison, unmatchedRows: found.unmatched } }
}

type Unmatched = { readonly unmatchedRows: ReferenceSet['unmatched'] }

/** The labels of a table and the cases that they are of. */
async function matchFile({ desk, store }: Engine, path: string, chosen: Partial<ReferenceMapping>) {
  const { table, suggested, idColumns } = await desk.readLabels({ path })
  const named = chosen.idColumn !== undefined && chosen.match === undefined
  const mapping = { ...suggested, ...chosen, ...(named ? { match: 'auto' as const } : {}) }
  return store.referenceMatch({ mapping, rows: toLabelRows(table, mapping, idColumns) })
}

/** Two models or versions on the same cases, or a model and scores of other software that were imported like labels. */
export async function compareVersions(
  engine: Engine,
  request: EvaluationRequest & {
    readonly otherModelId: string
    readonly otherSha256?: string | undefined
    readonly otherSet?: number | undefined
  },
): Promise<Comparison> {
  const { otherModelId, otherSha256, otherSet, ...first } = request
  const a = await gatherCases(engine, first)
  const thresholdA = await thresholdOf(engine, first.modelId, a.modelSha256, first.label)
  if (otherSet !== undefined) {
    const others = withScores(a.cases, await engine.store.referenceScores({ set: otherSet }), first.unit)
    return compareCases(engine, a.cases, others, first, { a: thresholdA, b: scoreOfOthers })
  }
  const b = await gatherCases(engine, { ...first, modelId: otherModelId, modelSha256: otherSha256 })
  const thresholdB = await thresholdOf(engine, otherModelId, b.modelSha256, first.label)
  return compareCases(engine, a.cases, b.cases, first, { a: thresholdA, b: thresholdB })
}

/** From which score other software counts as positive: nobody told us another one. */
const scoreOfOthers = 0.5

function compareCases(
  engine: Engine,
  a: readonly EvaluationCase[],
  b: readonly EvaluationCase[],
  request: Pick<EvaluationRequest, 'unit' | 'combine'>,
  thresholds: { readonly a: number; readonly b: number },
): Promise<Comparison> {
  const [images, others] = [toLabelled(a, request.unit), toLabelled(b, request.unit)]
  return engine.decode.compareModels({ images, others, request, thresholds })
}

/** A map from score to probability for a model version, with its version. */
export async function proposeRecalibration(
  engine: Engine,
  request: EvaluationRequest & { readonly kind: 'platt' | 'isotonic' },
) {
  const { modelSha256, cases } = await gatherCases(engine, request)
  const images = toLabelled(cases, request.unit)
  return { modelSha256, proposed: await engine.decode.proposeRecalibration({ images, request, kind: request.kind }) }
}

/** Scores of a model over time. */
export async function driftOfModel(
  engine: Engine,
  { modelId, label, days }: { readonly modelId: string; readonly label: string; readonly days: number },
): Promise<Drift> {
  const { modelSha256, cases } = await gatherCases(engine, { modelId, label, reference: { readings: 'all' } })
  const threshold = await thresholdOf(engine, modelId, modelSha256, label)
  const dated = cases.flatMap((one) => (one.acquiredAt === undefined ? [] : [toDated(one, one.acquiredAt, threshold)]))
  return engine.decode.drift({ cases: dated, days })
}

function toDated({ score, studyPositive }: EvaluationCase, at: string, threshold: number) {
  const agrees = score === undefined || studyPositive === undefined ? undefined : score >= threshold === studyPositive
  return { at, score, agrees }
}
