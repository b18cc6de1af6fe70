import { chooseToOpen } from '#main/dialogs.ts'
import { samplePath } from '#main/files/samples-folder.ts'
import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'
import { addedModels, installModels, threadsInUse } from '#engine/broker/index.ts'
import { isTriageError, TriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'

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
    'model:save': async ({ proposalId, manifest }) => {
      await infer.install({ into, proposalId, manifest })
      await installModels(engine, dataFolder)
      void list.look()
      return installed(manifest)
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
    'model:verify': async ({ modelId, sha256 }) => {
      const { folder } = await store.modelFolder({ modelId, sha256 })
      const { input } = await installedVersion(modelId, sha256)
      const cases = await infer.goldenCases({ folder })
      const inputs = await Promise.all(cases.map(({ path }) => prepare(path, input)))
      return infer.verify({ folder, inputs, ...(await runOptions()) })
    },
  }

  /** A parity image, prepared for the model; one that cannot be is told as a difference, not as an error. */
  async function prepare(path: string, input: Manifest['input']) {
    try {
      return await desk.tensor({ location: { kind: 'file', path }, frame: 1, input })
    } catch (error) {
      if (!isTriageError(error)) throw error
      return { failure: error.toFailure() }
    }
  }

  async function installed({ id, file }: Manifest) {
    const found = (await store.modelList()).find(
      ({ manifest }) => manifest.id === id && manifest.file.sha256 === file.sha256,
    )
    if (!found)
      throw new TriageError('bad-model', 'Expected the saved model to be usable; it could not be read.', 'run')
    return found
  }

  async function installedVersion(modelId: string, sha256: string): Promise<Manifest> {
    const all = await store.modelList()
    const found = all.find(({ manifest }) => manifest.id === modelId && manifest.file.sha256 === sha256)
    if (!found) throw new TriageError('not-found', 'Expected an installed model version; there is none.', 'door')
    return found.manifest
  }
}
