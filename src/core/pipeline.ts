import { analyseQueued, assess, makeReady, type AnalysisPorts } from './pipeline/analyse.ts'
import type { AnalysisTask, CopyPolicy, ModelInUse, SavedAnalysis } from './pipeline/ports.ts'
import { stopsJobOf } from './pipeline/stop-job.ts'
import { indexQueued, walkInto, type IntakePorts } from './pipeline/take-in.ts'

/**
 * The one-way path of a scan, from top to bottom:
 *
 *     file → Header → StoredPixels → ModalityImage → Tensor → ModelOutput → Finding[] + Group → row
 *            (decode: walk, index)  (decode: prepare)        (infer: assess)             (store: save)
 *
 * The stages run in worker processes behind ports. Here is only their order, what overlaps, and where one bad file or
 * model stops being everybody's problem: it is recorded as refused or failed, with why, and the rest goes on.
 */
export type PipelineSettings = {
  /** Decode processes. */
  readonly width: number
  readonly copy: CopyPolicy
  readonly models: readonly ModelInUse[]
  /** False: take in only. */
  readonly analyse: boolean
}

/** Runs or resumes a durable import. Everything it has said was done is in the store; stopped anywhere, it goes on from there. */
export async function runImport(
  ports: AnalysisPorts & IntakePorts,
  job: { readonly jobId: number; readonly sources: readonly string[]; readonly walked: boolean },
  settings: PipelineSettings,
  signal: AbortSignal,
): Promise<void> {
  const stopsJob = stopsJobOf(ports.decode, job.sources)
  const walking = job.walked ? Promise.resolve() : walkInto(ports, job.jobId, job.sources, stopsJob, signal)
  const indexing = follow(walking, () => indexQueued(ports, job.jobId, settings.copy, settings.width, stopsJob, signal))
  if (settings.analyse)
    await follow(indexing, () => analyseQueued(ports, settings.models, settings.width, stopsJob, signal))
  else await indexing
  signal.throwIfAborted()
}

/** Repeats `pass` while `upstream` still brings work, and once more after it has ended. */
async function follow(upstream: Promise<void>, pass: () => Promise<void>): Promise<void> {
  const state = { ended: false }
  const ended = upstream.finally(() => {
    state.ended = true
  })
  // Where a pass fails first, its error is the one that is told.
  ended.catch(() => {})
  while (!state.ended) {
    await pass()
    if (!state.ended) await Promise.race([ended, pause()])
  }
  await upstream
  await pass()
}

/** Analyses one file without a store: what `predict` and a model's trial run do. */
export async function judgeOne(
  ports: Omit<AnalysisPorts, 'store'>,
  file: Pick<AnalysisTask, 'location' | 'frame'>,
  models: readonly ModelInUse[],
): Promise<readonly { readonly model: ModelInUse; readonly analysis: SavedAnalysis['analysis'] }[]> {
  const task: AnalysisTask = {
    ...file,
    imageId: 0,
    models: models.map((model, i) => ({ analysisId: i, sha256: model.version.sha256 })),
    wantsThumbnail: false,
  }
  const ready = await makeReady(ports.decode, models, task)
  const store = { recordCrash: () => Promise.resolve({ disabled: false }) }
  const [saved] = await assess({ ...ports, store }, models, [ready])
  return models.map((model, i) => {
    const analysis = saved?.analyses[i]?.analysis
    if (!analysis) throw new Error('a model without an outcome')
    return { model, analysis }
  })
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))
