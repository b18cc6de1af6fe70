import { freeBytes, type SourceEntry, walkSources } from '#core/intake/index.ts'
import type { WalkedEntry } from '#core/pipeline/ports.ts'
import { limits } from '#shared/limits.ts'

/** Entries of one answer at most, and how long one is gathered: others wait meanwhile. */
const batchEntries = 500
const batchMs = 200

export type WalkAnswer = { readonly entries: readonly WalkedEntry[]; readonly done: boolean }

/** Walks under way, by id: each call goes on where the last one stopped. */
export function createWalks(dataFolder: string | undefined) {
  const open = new Map<string, AsyncGenerator<SourceEntry>>()

  async function begin(sources: readonly string[]): Promise<AsyncGenerator<SourceEntry>> {
    const free = dataFolder === undefined ? Number.POSITIVE_INFINITY : await freeBytes(dataFolder)
    return walkSources(sources, { unpackBytes: Math.max(0, free - limits.zip.freeDiskReserveBytes) })
  }

  return async function walk({
    walkId,
    sources,
  }: {
    readonly walkId: string
    readonly sources: readonly string[]
  }): Promise<WalkAnswer> {
    const walking = open.get(walkId) ?? (await begin(sources))
    open.set(walkId, walking)
    const entries: WalkedEntry[] = []
    const deadline = performance.now() + batchMs
    while (entries.length < batchEntries && performance.now() < deadline) {
      const next = await walking.next()
      if (next.done) {
        open.delete(walkId)
        return { entries, done: true }
      }
      entries.push(toWalked(next.value))
    }
    return { entries, done: false }
  }
}

function toWalked(entry: SourceEntry): WalkedEntry {
  if (entry.kind !== 'found') return entry
  const { displayPath, location, identity, format } = entry
  return { kind: 'found', displayPath, location: { ...location, format, found: identity }, identity }
}
