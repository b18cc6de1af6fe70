import { limits } from '#shared/limits.ts'
import { concurrently } from './concurrently.ts'
import { gateReasons } from './gate.ts'
import { inBatches } from './in-batches.ts'
import { judge, notAssessed, type Judgement, type Judgements, type JudgePorts, type ReadyImage } from './judge.ts'
import { ofOneFile, type StopsJob } from './stop-job.ts'
import type { AnalysisTask, DecodePort, ModelInUse, SavedAnalysis, SavedImage, StorePort } from './ports.ts'

export type AnalysisPorts = JudgePorts & { readonly decode: Pick<DecodePort, 'prepare'>; readonly store: StorePort }

/** Images that go through a model together. */
const batchSize = 8

/** Analyses what is queued until nothing is left: decoding and inference overlap, and a batch is one transaction. */
export async function analyseQueued(
  ports: AnalysisPorts,
  models: readonly ModelInUse[],
  width: number,
  stopsJob: StopsJob,
  signal: AbortSignal,
): Promise<void> {
  // Wider than the decode pool: while a batch is judged, the next ones are decoded.
  const ready = concurrently(claim(ports.store, signal), width + 2 * batchSize, (task) =>
    makeReady(ports.decode, models, task, stopsJob),
  )
  const judged = concurrently(inBatches(ready, batchSize, limits.store.batchMs), 2, (batch) =>
    assess(ports, models, batch),
  )
  for await (const images of judged) await ports.store.saveAnalyses({ images })
}

async function* claim(store: StorePort, signal: AbortSignal): AsyncGenerator<AnalysisTask> {
  while (!signal.aborted) {
    const tasks = await store.claimAnalyses({ limit: limits.store.batchRows })
    if (tasks.length === 0) return
    yield* tasks
  }
}

/** The task's own models and the gates that they name. */
function modelsOf(models: readonly ModelInUse[], task: AnalysisTask): ModelInUse[] {
  const asked = models.filter((model) => task.models.some((wanted) => wanted.sha256 === model.version.sha256))
  const gates = models.filter(
    (model) => !asked.includes(model) && asked.some((other) => other.manifest.gate === model.manifest.id),
  )
  return [...gates, ...asked]
}

/** Decodes an image and prepares the inputs of all its models; what cannot be decoded stays with its failure. */
export async function makeReady(
  decode: Pick<DecodePort, 'prepare'>,
  models: readonly ModelInUse[],
  task: AnalysisTask,
  stopsJob: StopsJob = () => Promise.resolve(false),
): Promise<ReadyImage> {
  const wanted = modelsOf(models, task)
  try {
    const prepared = await decode.prepare({
      location: task.location,
      frame: task.frame,
      models: wanted.map(({ manifest: { id, input, scope } }) => ({ id, input, scope })),
      thumbnail: task.wantsThumbnail,
    })
    return { task, models: wanted, prepared }
  } catch (error) {
    const failure = await ofOneFile(error, task.location, stopsJob)
    return { task, models: wanted, prepared: { failure } }
  }
}

/** Gates first; a model behind a gate is asked only about the pictures that its gate let through. */
export async function assess(
  ports: JudgePorts,
  models: readonly ModelInUse[],
  batch: readonly ReadyImage[],
): Promise<readonly SavedImage[]> {
  const used = models.filter((model) => batch.some((ready) => ready.models.includes(model)))
  const gateIds = new Set(used.flatMap((model) => model.manifest.gate ?? []))
  const outcomes = new Map<ModelInUse, Judgements>()
  for (const gate of used.filter((model) => gateIds.has(model.manifest.id)))
    outcomes.set(gate, await judge(ports, gate, batch))
  for (const model of used.filter((model) => !gateIds.has(model.manifest.id))) {
    outcomes.set(model, await judgeBehindGate(ports, model, batch, outcomes))
  }
  return batch.map((ready) => toSaved(ready, outcomes))
}

async function judgeBehindGate(
  ports: JudgePorts,
  model: ModelInUse,
  batch: readonly ReadyImage[],
  gates: ReadonlyMap<ModelInUse, Judgements>,
): Promise<Judgements> {
  const gateId = model.manifest.gate
  if (gateId === undefined) return judge(ports, model, batch)
  const stopped = new Map<ReadyImage, Judgement>()
  const passed: ReadyImage[] = []
  for (const ready of batch) {
    if (!ready.models.includes(model)) continue
    const gate = ready.models.find((other) => other.manifest.id === gateId)
    const asksGate = !('failure' in ready.prepared) && !isOutOfScope(ready, model)
    const reasons = asksGate ? gateReasons(gateId, gate && gates.get(gate)?.get(ready)) : []
    if (reasons.length > 0) stopped.set(ready, notAssessed(reasons))
    else passed.push(ready)
  }
  return new Map([...stopped, ...(await judge(ports, model, passed))])
}

/** The header already said that this model does not judge such an image; the gate has nothing to add. */
function isOutOfScope(ready: ReadyImage, model: ModelInUse): boolean {
  const input = 'inputs' in ready.prepared ? ready.prepared.inputs[ready.models.indexOf(model)] : undefined
  return input !== undefined && 'reasons' in input
}

function toSaved(ready: ReadyImage, outcomes: ReadonlyMap<ModelInUse, Judgements>): SavedImage {
  const { task, prepared } = ready
  const analyses: SavedAnalysis[] = task.models.map(({ analysisId, sha256 }) => {
    const model = ready.models.find((candidate) => candidate.version.sha256 === sha256)
    const judgement = model && outcomes.get(model)?.get(ready)
    const { analysis } = judgement ?? notAssessed([{ code: 'model-removed', parameters: {} }])
    return { analysisId, imageId: task.imageId, analysis }
  })
  if ('failure' in prepared) return { imageId: task.imageId, analyses }
  return {
    imageId: task.imageId,
    sha256: prepared.sha256,
    pixelSha256: prepared.pixelSha256,
    thumbnail: prepared.thumbnail,
    analyses,
  }
}
