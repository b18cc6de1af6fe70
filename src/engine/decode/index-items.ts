import { stat } from 'node:fs/promises'
import { copyBatchIntoStore, type StoredObject, toCopyPolicy } from '#core/intake/index.ts'
import type { CopyPolicy, Indexed, Item, SourceIdentity } from '#core/pipeline/ports.ts'
import { type Failure, isTriageError } from '#shared/errors.ts'
import type { Header } from '#shared/header.ts'
import { type ImageLocation, toImageLocation, toSourceLocation } from './locate.ts'
import { withPicture } from './open-picture.ts'

type ReadItem = {
  readonly item: Item
  readonly location: ImageLocation
  readonly header: Header
  readonly sha256: string | undefined
}

export type IndexFolders = { readonly dataFolder: string; readonly temp: string }

/** Reads the headers of a batch – no pixels –, and copies the originals whose place may vanish, durably, in one go. */
export async function indexItems(
  items: readonly Item[],
  copy: CopyPolicy,
  { dataFolder, temp }: IndexFolders,
): Promise<Indexed[]> {
  const results: Indexed[] = []
  const toCopy: ReadItem[] = []
  for (const item of items) {
    const read = await readItem(item, temp)
    if ('kind' in read) results.push(read)
    else if (toCopyPolicy(toSourceLocation(read.location), { setting: copy }) === 'copy') toCopy.push(read)
    else results.push(toIndexed(read, { location: read.location, identity: item.identity, copied: false }))
  }
  return [...results, ...(await copyItems(toCopy, dataFolder))]
}

async function readItem(item: Item, temp: string): Promise<ReadItem | Indexed> {
  const { itemId } = item
  const location = toImageLocation(item.location)
  try {
    return await withPicture(location, temp, (opened) =>
      Promise.resolve(
        opened.kind === 'image'
          ? { item, location, header: opened.header, sha256: opened.sha256 }
          : { itemId, kind: 'skipped' as const, what: opened.nonImage.what },
      ),
    )
  } catch (error) {
    return { itemId, kind: 'refused', failure: toFailure(error) }
  }
}

async function copyItems(read: readonly ReadItem[], dataFolder: string): Promise<Indexed[]> {
  if (read.length === 0) return []
  const requests = read.map(({ location }) => ({ location: toSourceLocation(location), found: location.found }))
  const copies = await copyBatchIntoStore(dataFolder, requests)
  return Promise.all(
    read.map(async (one, i): Promise<Indexed> => {
      const copy = copies[i]
      if (!copy || isTriageError(copy)) {
        return { itemId: one.item.itemId, kind: 'refused', failure: toFailure(copy) }
      }
      return toIndexed({ ...one, sha256: copy.sha256 }, { ...(await placeOf(copy, one)), copied: true })
    }),
  )
}

async function placeOf({ path, bytes }: StoredObject, { location }: ReadItem) {
  const { mtimeMs, dev, ino } = await stat(path)
  const identity: SourceIdentity = { bytes, modifiedMs: mtimeMs, inode: `${dev}:${ino}` }
  // A backup brings other times: the hash in the name says more than they do.
  return { location: { kind: 'file', path, format: location.format }, identity }
}

type Place = Pick<Extract<Indexed, { kind: 'image' }>, 'location' | 'identity' | 'copied'>

const toIndexed = ({ item, header, sha256 }: ReadItem, place: Place): Indexed => ({
  itemId: item.itemId,
  kind: 'image',
  header,
  ...place,
  ...(sha256 === undefined ? {} : { sha256 }),
})

function toFailure(error: unknown): Failure {
  if (isTriageError(error)) return error.toFailure()
  throw error
}
