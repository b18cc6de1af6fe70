import type { InstalledModel, ModelProposal } from '#shared/models.ts'
import { installModels } from './install-models.ts'
import { addedModels } from './model-folders.ts'
import type { Engine } from './start-engine.ts'

/** Saves a proposal as its person settled it, and gives it as it stands among the installed. */
export async function addModel(
  engine: Engine,
  dataFolder: string,
  { proposalId, manifest }: Pick<ModelProposal, 'proposalId' | 'manifest'>,
  shadow: boolean,
): Promise<InstalledModel> {
  const installed = await engine.infer.install({ into: addedModels(dataFolder), proposalId, manifest })
  await installModels(engine, dataFolder)
  const { id, file } = installed.manifest
  if (shadow) await engine.store.modelSetState({ modelId: id, sha256: file.sha256, state: 'shadow' })
  const found = (await engine.store.modelList()).find((model) => model.manifest.file.sha256 === file.sha256)
  if (!found) throw new Error('an installed model that is not listed')
  return found
}
