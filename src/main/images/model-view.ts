import { threadsInUse } from '#engine/broker/index.ts'
import type { ModelInUse } from '#core/pipeline/ports.ts'
import type { ReplyOf, RequestOf } from '#shared/contract.ts'
import { TriageError } from '#shared/errors.ts'
import type { Shell } from '#main/shell.ts'

/** What a model saw of an image, and where in it a score comes from: prepared again, as it was for the analysis. */
export function modelView({ engine, assets }: Pick<Shell, 'engine' | 'assets'>) {
  return {
    async heatmap({ imageId, modelId, label }: RequestOf<'image:heatmap'>): Promise<ReplyOf<'image:heatmap'>> {
      const { location, frame, model } = await find(imageId, modelId)
      const { device, threads } = await engine.store.settings()
      const { tensor, image } = await engine.desk.tensor({ location, frame, input: model.manifest.input })
      return engine.infer.heatmap({ model, tensor, image, label, device, threads: threadsInUse(threads) })
    },

    async networkView({ imageId, modelId }: RequestOf<'image:network-view'>): Promise<ReplyOf<'image:network-view'>> {
      const { location, frame, model } = await find(imageId, modelId)
      const { png, width, height, region } = await engine.desk.networkView({
        location,
        frame,
        input: model.manifest.input,
      })
      return { width, height, region: [...region], asset: assets.add({ bytes: png, type: 'image/png' }) }
    },
  }

  async function find(imageId: number, modelId: string) {
    await engine.store.imageAssertSeen({ imageId })
    const [{ location }, models] = await Promise.all([
      engine.store.imageLocation({ imageId }),
      engine.store.modelsInUse({ models: [modelId] }),
    ])
    const model = models.find(({ version }) => version.id === modelId)
    if (!model) throw gone()
    return { location, frame: 1, model } satisfies { model: ModelInUse } & Record<string, unknown>
  }
}

const gone = (): TriageError =>
  new TriageError('not-found', 'Expected a model that is installed; there is none of that name.', 'door')
