import { lstatSync } from 'node:fs'
import { basename } from 'node:path'
import { isTriageError } from '#shared/errors.ts'
import { listFolder } from './list-folder.ts'
import { toNativePath } from './native-path.ts'
import { hashSource } from './stream-source.ts'

/** An original that is not where it was. */
export type LostSource = {
  readonly id: number
  readonly name: string
  readonly bytes: number
  /** Absent when it was never read whole: then only an unmistakable name and size can tell it. */
  readonly sha256?: string | undefined
}

export type Relinked = { readonly id: number; readonly path: string; readonly proof: 'sha256' | 'name-and-size' }

/**
 * Looks below a folder for originals that moved: by size, those of the same name first, then by SHA-256. One without a
 * hash is told only when exactly one file has its name and size. Reads nothing of other sizes; follows no links.
 */
export async function relinkSources(root: string, lost: readonly LostSource[]): Promise<readonly Relinked[]> {
  const candidates = collectBySize(root, new Set(lost.map((each) => each.bytes)))
  const hashes = new Map<string, string | undefined>()
  const found: Relinked[] = []
  for (const source of lost) {
    const paths = candidates.get(source.bytes) ?? []
    const named = paths.filter((path) => basename(path) === source.name)
    if (source.sha256 === undefined) {
      if (named.length === 1 && named[0]) found.push({ id: source.id, path: named[0], proof: 'name-and-size' })
      continue
    }
    const path = await findByHash([...named, ...paths.filter((each) => !named.includes(each))], source.sha256, hashes)
    if (path !== undefined) found.push({ id: source.id, path, proof: 'sha256' })
  }
  return found
}

function collectBySize(root: string, sizes: ReadonlySet<number>): Map<number, string[]> {
  const bySize = new Map<number, string[]>()
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = listFolder(folder)
    if (isTriageError(entries)) {
      if (folder === root) throw entries
      continue
    }
    for (const { path, type } of entries) {
      if (type === 'folder') folders.push(path)
      if (type !== 'file') continue
      const bytes = lstatSync(toNativePath(path), { throwIfNoEntry: false })?.size ?? -1
      if (sizes.has(bytes)) bySize.set(bytes, [...(bySize.get(bytes) ?? []), path])
    }
  }
  return bySize
}

async function findByHash(
  paths: readonly string[],
  sha256: string,
  hashes: Map<string, string | undefined>,
): Promise<string | undefined> {
  for (const path of paths) {
    if (!hashes.has(path)) hashes.set(path, await hashOrNothing(path))
    if (hashes.get(path) === sha256) return path
  }
  return undefined
}

/** A candidate that cannot be read is no candidate. */
async function hashOrNothing(path: string): Promise<string | undefined> {
  try {
    return (await hashSource({ kind: 'file', path })).sha256
  } catch (error) {
    if (isTriageError(error)) return undefined
    throw error
  }
}
