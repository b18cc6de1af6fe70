import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The models that came with the product: `models/` of the nearest folder above that holds it. */
export function bundledModels(from = import.meta.url): string {
  for (let folder = dirname(fileURLToPath(from)); ; folder = dirname(folder)) {
    const models = join(folder, 'models')
    if (existsSync(join(folder, 'package.json')) && existsSync(models)) return models
    if (dirname(folder) === folder) throw new Error('the product has no models folder')
  }
}

/** The models that were added on this workstation. */
export const addedModels = (dataFolder: string): string => join(dataFolder, 'models')
