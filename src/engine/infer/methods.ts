import type { Assessed, AssessRequest } from '#core/pipeline/ports.ts'
import { listModelFolders, type ModelOutput, runModel, runtimeVersion } from '#core/model/index.ts'
import { judgeGate, toFindings, toModelPredictions } from '#core/triage/index.ts'
import { isTriageError } from '#shared/errors.ts'
import { blockNetwork } from './block-network.ts'
import { openSessions, type RunOptions } from './sessions.ts'

/** What the infer process can be asked. ONNX Runtime lives here and nowhere else. */
export function inferMethods() {
  blockNetwork()
  const sessions = openSessions()

  return {
    providers: () => sessions.providers(),
    runtimeVersion: () => runtimeVersion,

    /** The models of several folders, and those that cannot be used, with why. */
    async models({ folders }: { readonly folders: readonly string[] }) {
      const lists = await Promise.all(folders.map(listModelFolders))
      return { models: lists.flatMap((list) => list.models), unusable: lists.flatMap((list) => list.unusable) }
    },

    async assess({ model, inputs, device, threads }: AssessRequest & RunOptions): Promise<Assessed> {
      const session = await sessions.session(model.folder, { device, threads })
      const started = performance.now()
      const outputs = await runModel(
        session,
        inputs.map((input) => input.tensor),
      )
      const elapsedMs = (performance.now() - started) / Math.max(1, inputs.length)
      const results = outputs.map((output, i) => {
        const input = inputs[i]
        if (!input) throw new Error('more outputs than inputs')
        return toResult(model, output, input)
      })
      return { results, device: session.device, runtimeVersion, threads: session.threads, elapsedMs }
    },
  }
}

function toResult(
  { manifest, thresholds }: AssessRequest['model'],
  output: ModelOutput,
  { tensor, image }: AssessRequest['inputs'][number],
): Assessed['results'][number] {
  try {
    const judged = toFindings(
      toModelPredictions({ output, manifest, imageToModel: tensor.imageToModel, image }),
      thresholds,
    )
    return { ...judged, blocks: manifest.task === 'gate' ? judgeGate(judged.scores, manifest) : [] }
  } catch (error) {
    if (!isTriageError(error)) throw error
    return { failure: error.toFailure() }
  }
}

export type InferMethods = ReturnType<typeof inferMethods>
