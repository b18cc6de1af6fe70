import type { Tensor } from '#core/image/tensor.ts'
import { explain, listModelFolders, type ModelFolder, runModel, runtimeVersion } from '#core/model/index.ts'
import type { Assessed, AssessRequest, ImageSize, ModelInUse } from '#core/pipeline/ports.ts'
import { thresholdsInUse, toModelPredictions } from '#core/triage/index.ts'
import type { Heatmap } from '#shared/study.ts'
import { addingMethods } from './adding.ts'
import { blockNetwork } from './block-network.ts'
import { judgeOutput } from './judge-outputs.ts'
import { openSessions, type RunOptions } from './sessions.ts'
import { verifyingMethods } from './verifying.ts'

/** What the infer process can be asked. ONNX Runtime lives here and nowhere else. */
export function inferMethods() {
  blockNetwork()
  const sessions = openSessions()

  return {
    ...addingMethods(sessions),
    ...verifyingMethods(sessions),

    providers: () => sessions.providers(),
    runtimeVersion: () => runtimeVersion,

    /** The models of several folders, and those that cannot be used, with why. */
    async models({ folders }: { readonly folders: readonly string[] }) {
      const lists = await Promise.all(folders.map(listModelFolders))
      return { models: lists.flatMap((list) => list.models), unusable: lists.flatMap((list) => list.unusable) }
    },

    /** Every usable model as its author meant it, for runs without a store. */
    async modelsInUse({ folders }: { readonly folders: readonly string[] }): Promise<readonly ModelInUse[]> {
      const lists = await Promise.all(folders.map(listModelFolders))
      return lists.flatMap(({ models }) => models.map(asAuthored))
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
        return judgeOutput(model, output, input)
      })
      return { results, device: session.device, runtimeVersion, threads: session.threads, elapsedMs }
    },

    /** Where in the image a label's score comes from; the manifest is the one in use, calibration included. */
    async heatmap({
      model: { folder, manifest },
      tensor,
      image,
      label,
      device,
      threads,
    }: RunOptions & {
      readonly model: Pick<ModelInUse, 'folder' | 'manifest'>
      readonly tensor: Tensor
      readonly image: ImageSize
      readonly label: string
    }): Promise<Heatmap> {
      const session = await sessions.session(folder, { device, threads })
      return explain(session, tensor, label, (output) => {
        const { scores } = toModelPredictions({ output, manifest, imageToModel: tensor.imageToModel, image })
        return scores.find((score) => score.label === label)?.score ?? 0
      })
    },
  }
}

const asAuthored = ({ manifest, path }: ModelFolder): ModelInUse => ({
  version: { id: manifest.id, version: manifest.version, sha256: manifest.file.sha256 },
  manifest,
  folder: path,
  thresholds: thresholdsInUse(manifest),
  shadow: false,
})

export type InferMethods = ReturnType<typeof inferMethods>
