import { createHash, randomUUID } from 'node:crypto'
import { open, mkdir, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import { fileMode, folderMode, toDataFolder } from './data-folder.ts'
import { toFileFailure } from './file-failure.ts'
import { hashSource, streamSource } from './stream-source.ts'
import type { SourceIdentity, SourceLocation } from './source.ts'

/** A copied original: its path is made of its hash only, never of a name or of a value of the file. */
export type StoredObject = { readonly sha256: string; readonly bytes: number; readonly path: string }

export type CopyRequest = { readonly location: SourceLocation; readonly found?: SourceIdentity | undefined }

type StagedCopy = StoredObject & { readonly temporary: string; readonly handle: FileHandle }

/** Where the object of a SHA-256 lies. Refuses what is no hash. */
export function toObjectPath(dataFolder: string, sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new TriageError('bad-argument', 'Expected a SHA-256.', 'store')
  return join(toDataFolder(dataFolder).objects, sha256.slice(0, 2), sha256.slice(2))
}

/** Copies one source into the data folder, durably; see {@link copyBatchIntoStore}. */
export async function copyIntoStore(
  dataFolder: string,
  location: SourceLocation,
  found?: SourceIdentity,
): Promise<StoredObject> {
  const [copy] = await copyBatchIntoStore(dataFolder, [{ location, found }])
  if (!copy || copy instanceof TriageError) throw copy ?? new Error('a batch of one gave no copy')
  return copy
}

/**
 * Copies sources into the data folder under their SHA-256. When it returns, each copy is durable: written aside, fsynced,
 * renamed, its folder fsynced. A source that is there already is replaced by the same bytes, which mends a damaged one.
 * One failure stops no other: it stands in that source's place. The syncs of a batch share the drive's journal commits.
 */
export async function copyBatchIntoStore(
  dataFolder: string,
  requests: readonly CopyRequest[],
): Promise<readonly (StoredObject | TriageError)[]> {
  const staged: (StagedCopy | TriageError)[] = []
  for (const request of requests) staged.push(await stage(dataFolder, request).catch(toExpected))
  const synced = await Promise.all(
    staged.map((copy) => (copy instanceof TriageError ? copy : sync(copy).catch(toExpected))),
  )
  const results: (StoredObject | TriageError)[] = []
  for (const copy of synced) results.push(copy instanceof TriageError ? copy : await publish(copy).catch(toExpected))
  const folders = new Set(results.flatMap((copy) => (copy instanceof TriageError ? [] : [dirname(copy.path)])))
  // Their names are in here, perhaps since a killed run that came no further.
  folders.add(toDataFolder(dataFolder).objects)
  await Promise.all([...folders].map(syncFolder))
  return results
}

const toExpected = (error: unknown) => toFileFailure(error, 'store')

async function stage(dataFolder: string, { location, found }: CopyRequest): Promise<StagedCopy> {
  const temporary = join(toDataFolder(dataFolder).temp, `${randomUUID()}.part`)
  const handle = await open(temporary, 'wx', fileMode)
  try {
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of streamSource(location, found)) {
      hash.update(chunk)
      await handle.writeFile(chunk)
      bytes += chunk.length
    }
    const sha256 = hash.digest('hex')
    return { sha256, bytes, path: toObjectPath(dataFolder, sha256), temporary, handle }
  } catch (error) {
    await discard(temporary, handle)
    throw error
  }
}

async function sync(copy: StagedCopy): Promise<StagedCopy> {
  try {
    await copy.handle.sync()
    await copy.handle.close()
    return copy
  } catch (error) {
    await discard(copy.temporary, copy.handle)
    throw error
  }
}

async function discard(temporary: string, handle: FileHandle): Promise<void> {
  await handle.close()
  await rm(temporary, { force: true })
}

async function publish({ sha256, bytes, path, temporary }: StagedCopy): Promise<StoredObject> {
  await mkdir(dirname(path), { recursive: true, mode: folderMode })
  await rename(temporary, path)
  return { sha256, bytes, path }
}

/** Makes the names in a folder durable. Windows does it with the rename and refuses to open folders. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Whether a copied original is what its hash says: reads all of it. */
export async function verifyObject(dataFolder: string, sha256: string): Promise<'whole' | 'damaged' | 'missing'> {
  try {
    const found = await hashSource({ kind: 'file', path: toObjectPath(dataFolder, sha256) })
    return found.sha256 === sha256 ? 'whole' : 'damaged'
  } catch (error) {
    const failure = toFileFailure(error, 'store')
    if (failure.kind === 'missing') return 'missing'
    if (failure.kind === 'truncated') return 'damaged'
    throw failure
  }
}

/**
 * Removes what a killed import left: unfinished copies, and objects that no row knows because the kill came between
 * the rename and the commit. Only for the process that holds the data folder, before it takes anything in.
 */
export async function collectOrphans(
  dataFolder: string,
  isKnown: (sha256: string) => boolean | Promise<boolean>,
): Promise<{ readonly temporary: number; readonly objects: number }> {
  const { temp, objects } = toDataFolder(dataFolder)
  const leftovers = await readdir(temp)
  for (const name of leftovers) await rm(join(temp, name), { recursive: true, force: true })
  let removed = 0
  for (const folder of await readdir(objects)) {
    if (!/^[0-9a-f]{2}$/.test(folder)) continue
    for (const name of await readdir(join(objects, folder))) {
      if (!/^[0-9a-f]{62}$/.test(name) || (await isKnown(folder + name))) continue
      await rm(join(objects, folder, name))
      removed += 1
    }
  }
  return { temporary: leftovers.length, objects: removed }
}
