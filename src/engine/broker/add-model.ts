import { join } from 'node:path'
import type { ModelFolder } from '#core/model/index.ts'
import { TriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { InstalledModel, ModelProposal } from '#shared/models.ts'
import { installModels } from './install-models.ts'
import { addedModels, bundledModels } from './model-folders.ts'
import type { Engine } from './start-engine.ts'
import { verifyFolder } from './verify-model.ts'

/**
 * Saves a proposal as its person settled it, and gives it as it stands among the installed. Refuses, naming the first stage that
 * differs, a model that does not give the numbers of the parity file that came with it; nothing stays of it then.
 */
export async function addModel(
  engine: Engine,
  dataFolder: string,
  { proposalId, manifest }: Pick<ModelProposal, 'proposalId' | 'manifest'>,
  shadow: boolean,
): Promise<InstalledModel> {
  const into = addedModels(dataFolder)
  await tryOnImage(engine, { into, proposalId, manifest })
  const installed = await engine.infer.install({ into, proposalId, manifest })
  await refuseDiffering(engine, dataFolder, installed)
  const { file } = installed.manifest
  await installModels(engine, dataFolder, new Map([[file.sha256, shadow ? 'shadow' : 'active']]))
  const found = (await engine.store.modelList()).find((model) => model.manifest.file.sha256 === file.sha256)
  if (!found) throw new Error('an installed model that is not listed')
  return found
}

async function refuseDiffering(engine: Engine, dataFolder: string, { path, manifest }: ModelFolder): Promise<void> {
  const { passed, differs = '' } = await verifyFolder(engine, path, manifest)
  if (passed) return
  await engine.infer.remove({ into: addedModels(dataFolder), folder: path, sha256: manifest.file.sha256 })
  throw new TriageError(
    'bad-output',
    `Expected the numbers of golden.json; the first stage that differs is ${differs} (of file, tensor, scores, boxes). Check how the image is prepared and read.`,
    'run',
  )
}

/** One radiograph that came with the product goes all the way through, as the manifest says: what cannot take it is not saved. */
async function tryOnImage(
  { desk, infer }: Engine,
  proposed: { readonly into: string; readonly proposalId: string; readonly manifest: Manifest },
): Promise<void> {
  const location = { kind: 'file', path: join(bundledModels(), 'cxr-opacity', 'golden-901.dcm') }
  const { tensor, image } = await desk.tensor({ location, frame: 1, input: proposed.manifest.input })
  await infer.tryModel({ ...proposed, tensor, image, device: 'cpu', threads: 1 })
}
