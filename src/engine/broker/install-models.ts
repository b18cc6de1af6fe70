import type { Failure } from '#shared/errors.ts'
import { addedModels, bundledModels } from './model-folders.ts'
import type { Engine } from './start-engine.ts'

/** A model's folder that cannot be used, with why. */
export type UnusableModel = Failure & { readonly folder: string }

/**
 * Tells the store which models lie in the product's and the data folder; returns those that cannot be used. `states` says, by SHA-256, how
 * versions begin that are added now.
 */
export async function installModels(
  engine: Engine,
  dataFolder: string,
  states: ReadonlyMap<string, 'active' | 'shadow'> = new Map(),
): Promise<readonly UnusableModel[]> {
  const read = async (root: string, bundled: boolean) => {
    const { models, unusable } = await engine.infer.models({ folders: [root] })
    return {
      found: models.map(({ manifest, path, card }) => ({
        manifest,
        folder: path,
        card,
        bundled,
        state: states.get(manifest.file.sha256),
      })),
      unusable,
    }
  }
  const [ours, theirs] = [await read(bundledModels(), true), await read(addedModels(dataFolder), false)]
  await engine.store.registerModels({ models: [...ours.found, ...theirs.found] })
  return [...ours.unusable, ...theirs.unusable]
}
