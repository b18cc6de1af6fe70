import type { Tensor } from '#core/image/tensor.ts'
import {
  installModel,
  type ModelFolder,
  type ModelSession,
  openProposal,
  proposeModel,
  removeModel,
  runModel,
  settleProposal,
  smokeTest,
} from '#core/model/index.ts'
import type { ImageSize } from '#core/pipeline/ports.ts'
import { toModelPredictions } from '#core/triage/index.ts'
import { isTriageError, TriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { ModelProposal, ModelTrial } from '#shared/models.ts'
import type { RunOptions, Sessions } from './sessions.ts'

/** The folder of added models, and one of its proposals with the manifest that is to be used. */
type Proposed = { readonly into: string; readonly proposalId: string; readonly manifest: Manifest }

const onCpu = { device: 'cpu', threads: 1 } as const

/** Taking in a dropped model, trying it, saving and removing it. `into` is the folder of added models. */
export function addingMethods(sessions: Sessions) {
  return {
    /** Copies a dropped path, reads it and proposes a manifest; nothing stays of what is refused. */
    propose: ({ path, into }: { readonly path: string; readonly into: string }): Promise<ModelProposal> =>
      proposeModel(path, into),

    /** Runs a proposal on one prepared image. The network's view of it is drawn by the decode process. */
    async tryModel({
      into,
      proposalId,
      manifest,
      tensor,
      image,
      ...options
    }: Proposed & RunOptions & { readonly tensor: Tensor; readonly image: ImageSize }): Promise<
      Omit<ModelTrial, 'networkView'>
    > {
      const folder = await openProposal(into, proposalId, manifest)
      return sessions.once(folder, options, async (session) => {
        const started = performance.now()
        const [output] = await runModel(session, [tensor])
        if (output === undefined) throw new Error('a run gives an output for each tensor')
        const elapsedMs = performance.now() - started
        const found = toModelPredictions({ output, manifest, imageToModel: tensor.imageToModel, image })
        return { device: session.device, scores: [...found.scores], boxes: found.boxes.length, elapsedMs }
      })
    },

    /** Tries a proposal on zeros, ones and noise (goal M6), then moves it to its place; gives the installed folder. */
    async install({ into, proposalId, manifest }: Proposed): Promise<ModelFolder> {
      const folder = await openProposal(into, proposalId, manifest)
      await sessions.once(folder, onCpu, (session) => refuseUnusable(session, manifest))
      await settleProposal(into, proposalId, manifest)
      return installModel(into, proposalId)
    },

    /** Removes an added version by its hash; gives whether it was there. */
    async remove({
      into,
      folder,
      sha256,
    }: {
      readonly into: string
      readonly folder?: string
      readonly sha256: string
    }) {
      if (folder !== undefined) await sessions.forget(folder)
      return { removed: await removeModel(into, sha256) }
    },
  }
}

async function refuseUnusable(session: ModelSession, manifest: Manifest): Promise<void> {
  const side = 64
  const image = { rows: manifest.input.height ?? side, columns: manifest.input.width ?? side }
  const imageToModel = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0, transposed: false }
  for (const output of await smokeTest(session)) {
    try {
      toModelPredictions({ output, manifest, imageToModel, image })
    } catch (error) {
      if (!isTriageError(error)) throw error
      throw new TriageError(error.kind, `The model is not usable as described: ${error.message}`, error.stage, {
        cause: error,
      })
    }
  }
}
