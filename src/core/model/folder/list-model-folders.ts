import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { isTriageError, type Failure } from '#shared/errors.ts'
import type { ModelFolder } from './model-folder.ts'
import { readModelFolder } from './read-model-folder.ts'

/** Every model of a folder, and by the folder's name those that cannot be used, with why. A missing folder holds none. */
export async function listModelFolders(
  root: string,
): Promise<{ readonly models: readonly ModelFolder[]; readonly unusable: readonly (Failure & { folder: string })[] }> {
  const models: ModelFolder[] = []
  const unusable: (Failure & { folder: string })[] = []
  for (const name of await modelFolderNames(root)) {
    try {
      models.push(await readModelFolder(join(root, name)))
    } catch (error) {
      if (!isTriageError(error)) throw error
      unusable.push({ ...error.toFailure(), folder: name })
    }
  }
  return { models, unusable }
}

async function modelFolderNames(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
  const names: string[] = []
  for (const entry of entries) {
    if (!entry.isDirectory() || entry.name.startsWith('.')) continue
    const inside = await readdir(join(root, entry.name))
    if (inside.includes('model.json')) names.push(entry.name)
  }
  return names.sort()
}
