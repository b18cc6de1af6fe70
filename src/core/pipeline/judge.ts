import type { AnalysisState, Provenance, Reason } from '#shared/domain.ts'
import type { Failure } from '#shared/errors.ts'
import { isTriageError } from '#shared/errors.ts'
import type { Tensor } from '#core/image/tensor.ts'
import { oneByOneIfNeeded } from './one-by-one.ts'
import type { AnalysisTask, Assessed, Clock, InferPort, ModelInUse, Prepared, StorePort } from './ports.ts'

type Outcome = Exclude<AnalysisState, { state: 'queued' | 'running' }>

export type JudgePorts = {
  readonly infer: InferPort
  readonly store: Pick<StorePort, 'recordCrash'>
  readonly clock: Clock
  readonly appVersion: string
}

/** An image with everything that its models need, or the failure that stopped it before any of them. */
export type ReadyImage = {
  readonly task: AnalysisTask
  readonly models: readonly ModelInUse[]
  readonly prepared: Prepared | { readonly failure: Failure }
}

type Case = { readonly ready: ReadyImage; readonly prepared: Prepared; readonly tensor: Tensor }
type Answer = {
  readonly of: Case
  readonly result: Assessed['results'][number]
  readonly assessed: Omit<Assessed, 'results'> | undefined
}

/** What is stored of one image and one model version; and of a gate, what it keeps from the models behind it. */
export type Judgement = { readonly analysis: Outcome; readonly blocks: readonly Reason[] }
export type Judgements = ReadonlyMap<ReadyImage, Judgement>

export function notAssessed(reasons: readonly Reason[]): Judgement {
  return { analysis: { state: 'not-assessed', reasons: [...reasons] }, blocks: [] }
}

function failed(failure: Failure): Judgement {
  return { analysis: { state: 'failed', failure }, blocks: [] }
}

/** Judges a batch of images by one model version; an image that this model was not asked about is left out. */
export async function judge(ports: JudgePorts, model: ModelInUse, batch: readonly ReadyImage[]): Promise<Judgements> {
  const outcomes = new Map<ReadyImage, Judgement>()
  const cases: Case[] = []
  for (const ready of batch) {
    const index = ready.models.indexOf(model)
    if (index === -1) continue
    if ('failure' in ready.prepared) outcomes.set(ready, failed(ready.prepared.failure))
    else {
      const input = ready.prepared.inputs[index]
      if (!input) continue
      if ('reasons' in input) outcomes.set(ready, notAssessed(input.reasons))
      else if ('failure' in input) outcomes.set(ready, failed(input.failure))
      else cases.push({ ready, prepared: ready.prepared, tensor: input.tensor })
    }
  }
  for (const answer of await ask(ports, model, cases)) outcomes.set(answer.of.ready, toJudgement(ports, model, answer))
  return outcomes
}

function ask(ports: JudgePorts, model: ModelInUse, cases: readonly Case[]): Promise<readonly Answer[]> {
  return oneByOneIfNeeded<Case, Answer>(
    cases,
    async (items) => {
      const { results, ...assessed } = await ports.infer.assess({
        model,
        inputs: items.map(({ tensor, prepared: { image } }) => ({ tensor, image })),
      })
      return items.map((item, i) => ({
        of: item,
        result: results[i] ?? {
          failure: { kind: 'bad-output', message: 'The model gave fewer answers than images.', stage: 'run' },
        },
        assessed,
      }))
    },
    async (item, failure) => ({
      of: item,
      result: { failure: await afterCrash(ports, model, failure) },
      assessed: undefined,
    }),
  )
}

/** A model that keeps bringing its process down is taken out of use. */
async function afterCrash(ports: JudgePorts, model: ModelInUse, failure: Failure): Promise<Failure> {
  if (failure.kind !== 'crashed' && failure.kind !== 'timeout' && failure.kind !== 'out-of-memory') return failure
  try {
    await ports.store.recordCrash({ sha256: model.version.sha256, kind: failure.kind })
  } catch (error) {
    // A model that is run without being installed has no record to keep.
    if (!isTriageError(error) || error.kind !== 'not-found') throw error
  }
  return failure
}

function toJudgement(ports: JudgePorts, model: ModelInUse, { of, result, assessed }: Answer): Judgement {
  if ('failure' in result) return failed(result.failure)
  if (!assessed) throw new Error('scores without a device')
  const provenance: Provenance = {
    model: model.version,
    preprocessingVersion: of.prepared.preprocessingVersion,
    inputSha256: of.prepared.sha256,
    frame: of.ready.task.frame,
    device: assessed.device,
    runtimeVersion: assessed.runtimeVersion,
    threads: assessed.threads,
    appVersion: ports.appVersion,
    analysedAt: ports.clock.now().toISOString(),
    elapsedMs: { ...of.prepared.elapsedMs, run: assessed.elapsedMs },
  }
  return {
    analysis: { state: 'done', scores: [...result.scores], findings: [...result.findings], provenance },
    blocks: result.blocks,
  }
}
