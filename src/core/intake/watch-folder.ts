import { lstatSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { isTriageError } from '#shared/errors.ts'
import { createArrivals, type SeenFile } from './arrivals.ts'
import { toFileFailure } from './file-failure.ts'
import { listFolder } from './list-folder.ts'
import { toNativePath } from './native-path.ts'
import { toDisplayName, type SourceEntry } from './source.ts'
import { takeFile } from './take-file.ts'

export type WatchOptions = {
  readonly pollMs: number
  /** Polls in a row for which size and time must stand still. */
  readonly stablePolls?: number
  readonly signal?: AbortSignal
  /** Whether a file was taken in before this start of the program, and is the same still. */
  readonly isTaken?: (file: SeenFile) => boolean | Promise<boolean>
  readonly unpackBytes?: number
}

/** What a watched folder gives: an entry as a walk would, or that the folder went away or came back. */
export type WatchEvent =
  | { readonly kind: 'entry'; readonly entry: SourceEntry }
  | { readonly kind: 'folder'; readonly present: boolean }

/**
 * Watches a folder and all below it by polling, so that network shares work, and gives each file once it has stopped
 * growing. Links are not followed. A folder that vanishes is waited for; what was known of its files stays known.
 */
export async function* watchFolder(path: string, options: WatchOptions): AsyncGenerator<WatchEvent> {
  const arrivals = createArrivals(options.stablePolls ?? 2)
  let present = true
  while (!options.signal?.aborted) {
    const files = pollFolder(path)
    if (present !== (files !== undefined)) {
      present = files !== undefined
      yield { kind: 'folder', present }
    }
    if (files) {
      for (const arrived of arrivals.observe(files)) yield* takeArrived(arrived, files, options)
    }
    await setTimeout(options.pollMs, undefined, { signal: options.signal }).catch(ignoreAbort)
  }
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof Error) || error.name !== 'AbortError') throw error
}

async function* takeArrived(
  path: string,
  files: readonly SeenFile[],
  options: WatchOptions,
): AsyncGenerator<WatchEvent> {
  const seen = files.find((file) => file.path === path)
  if (seen && (await options.isTaken?.(seen))) return
  try {
    for await (const entry of takeFile(path, path, options.unpackBytes ?? Infinity)) yield { kind: 'entry', entry }
  } catch (error) {
    const failure = toFileFailure(error, 'intake').toFailure()
    yield { kind: 'entry', entry: { kind: 'refused', displayPath: toDisplayName(path), failure } }
  }
}

/** The regular files below a folder; none known at all when the folder itself cannot be listed now. */
function pollFolder(root: string): SeenFile[] | undefined {
  const files: SeenFile[] = []
  const folders = [root]
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const entries = listFolder(folder)
    if (isTriageError(entries)) {
      if (folder === root) return undefined
      continue
    }
    for (const { path, type } of entries) {
      if (type === 'folder') folders.push(path)
      const stats = type === 'file' ? lstatSync(toNativePath(path), { throwIfNoEntry: false }) : undefined
      if (stats) files.push({ path, bytes: stats.size, modifiedMs: stats.mtimeMs })
    }
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}
