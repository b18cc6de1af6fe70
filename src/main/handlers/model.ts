import { chooseToOpen } from '#main/dialogs.ts'
import { samplePath } from '#main/files/samples-folder.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'
import { addedModels, addModel, threadsInUse, verifyModel } from '#engine/broker/index.ts'

type Models = Pick<
  Handlers,
  'model:list' | 'model:choose' | 'model:try' | 'model:save' | 'model:set-state' | 'model:remove' | 'model:verify'
>

/** Models: what is installed, and the way in and out. */
export function modelHandlers(shell: Shell): Models {
  const { engine, dataFolder, list, assets } = shell
  const { desk, infer, store } = engine
  const into = addedModels(dataFolder)
  const runOptions = async () => {
    const { device, threads } = await store.settings()
    return { device, threads: threadsInUse(threads) }
  }

  return {
    'model:list': store.modelList,
    'model:choose': async () => {
      const [path] = await chooseToOpen(shell, 'chooseModel', ['openFile'], [{ name: 'ONNX', extensions: ['onnx'] }])
      return path === undefined ? undefined : infer.propose({ path, into })
    },
    'model:try': async ({ proposalId, manifest, imageId }) => {
      const location =
        imageId === undefined
          ? { kind: 'file', path: await samplePath() }
          : (await store.imageLocation({ imageId })).location
      const prepared = { location, frame: 1, input: manifest.input }
      const [{ tensor, image }, { png }] = await Promise.all([desk.tensor(prepared), desk.networkView(prepared)])
      const trial = await infer.tryModel({ into, proposalId, manifest, tensor, image, ...(await runOptions()) })
      return { ...trial, networkView: assets.add({ bytes: png, type: 'image/png' }) }
    },
    'model:save': async (proposal) => {
      const model = await addModel(engine, dataFolder, proposal, true)
      void list.look()
      return model
    },
    'model:set-state': async (input) => {
      await store.modelSetState(input)
      void list.look()
    },
    'model:remove': async ({ modelId, sha256 }) => {
      const { folder } = await store.modelFolder({ modelId, sha256 })
      await store.modelRemove({ modelId, sha256 })
      await infer.remove({ into, folder, sha256 })
      void list.look()
    },
    'model:verify': (version) => verifyModel(engine, version),
  }
}
