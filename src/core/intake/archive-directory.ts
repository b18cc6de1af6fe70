import { closeSync, readSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { fromFdPromise, getFileNameLowLevel, type Entry, type ZipFile } from 'yauzl'
import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { judgeEntryName } from './archive-entry-name.ts'
import { isFolderEntry, judgeEntry, type ArchiveEntry } from './archive-entry.ts'
import { identify, openFile } from './open-file.ts'
import type { SourceIdentity } from './source.ts'

/** What a ZIP archive holds: the entries that can be read, by name, and the refused ones. */
export type ArchiveDirectory = {
  readonly identity: SourceIdentity
  readonly entries: ReadonlyMap<string, ArchiveEntry>
  readonly refused: readonly { readonly name: string; readonly failure: TriageError }[]
}

const cached = new Map<string, ArchiveDirectory>()
const keptDirectories = 4

/**
 * Reads an archive's central directory (streamed; no entry is opened) and judges each entry by it. The last few are
 * kept, as long as the archive is the same. Refuses what is no ZIP archive and one of more entries than the limit.
 */
export async function readArchiveDirectory(archivePath: string): Promise<ArchiveDirectory> {
  const descriptor = openFile(archivePath)
  try {
    const identity = identify(descriptor)
    const known = cached.get(archivePath)
    if (known && isDeepStrictEqual(known.identity, identity)) return known
    const directory = { identity, ...(await listEntries(descriptor)) }
    cached.delete(archivePath)
    if (cached.size >= keptDirectories) cached.delete(cached.keys().next().value ?? '')
    cached.set(archivePath, directory)
    return directory
  } finally {
    closeSync(descriptor)
  }
}

const badArchive = (sentence: string, cause?: unknown) =>
  new TriageError('bad-archive', sentence, 'intake', cause === undefined ? {} : { cause })

async function listEntries(descriptor: number): Promise<Omit<ArchiveDirectory, 'identity'>> {
  const zip = await fromFdPromise(descriptor, {
    autoClose: false,
    lazyEntries: true,
    decodeStrings: false,
    validateEntrySizes: false,
  }).catch((error: unknown) => {
    throw badArchive('Expected a whole ZIP archive; its directory cannot be read.', error)
  })
  const most = limits.zip.entries
  if (zip.entryCount > most) {
    throw new TriageError('limit', `Expected at most ${most} entries; the archive has ${zip.entryCount}.`, 'intake')
  }
  const found = await collectEntries(zip)
  refuseHiddenEntries(zip, descriptor)
  return found
}

async function collectEntries(zip: ZipFile): Promise<Omit<ArchiveDirectory, 'identity'>> {
  const entries = new Map<string, ArchiveEntry>()
  const refused: { name: string; failure: TriageError }[] = []
  try {
    for await (const entry of zip.eachEntry()) {
      const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
      const twice = entries.has(name) ? badArchive('Expected one entry of this name; the archive has two.') : undefined
      const failure = judgeEntryName(name) ?? (isFolderEntry(entry, name) ? undefined : (twice ?? judgeEntry(entry)))
      if (failure)
        refused.push({ name: failure === twice ? `${name}#${entries.size + refused.length + 1}` : name, failure })
      else if (!isFolderEntry(entry, name)) entries.set(name, toArchiveEntry(entry, name))
    }
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('strong encryption')) {
      throw new TriageError('encrypted', 'Expected a readable archive; this one is encrypted.', 'intake', {
        cause: error,
      })
    }
    throw badArchive('Expected a whole ZIP archive; its directory is damaged.', error)
  }
  return { entries: withoutOverlaps(entries, refused), refused }
}

const toArchiveEntry = (entry: Entry, name: string): ArchiveEntry => ({
  name,
  bytes: entry.uncompressedSize,
  compressedBytes: entry.compressedSize,
  deflated: entry.compressionMethod === 8,
  crc32: entry.crc32,
  headerOffset: entry.relativeOffsetOfLocalHeader,
})

const localHeaderBytes = 30

/** Entries that share bytes are how a small archive claims to hold a large one: the later of two is refused. */
function withoutOverlaps(
  entries: ReadonlyMap<string, ArchiveEntry>,
  refused: { name: string; failure: TriageError }[],
): ReadonlyMap<string, ArchiveEntry> {
  const overlapping = new Set<string>()
  let end = 0
  for (const entry of [...entries.values()].sort((a, b) => a.headerOffset - b.headerOffset)) {
    if (entry.headerOffset < end) overlapping.add(entry.name)
    end = Math.max(end, entry.headerOffset + localHeaderBytes + entry.compressedBytes)
  }
  const failure = badArchive('Expected an entry with bytes of its own; it shares them with another one.')
  for (const name of overlapping) refused.push({ name, failure })
  return new Map([...entries].filter(([name]) => !overlapping.has(name)))
}

/** A count that is too low would hide entries that another program shows. */
function refuseHiddenEntries(zip: ZipFile, descriptor: number): void {
  const signature = Buffer.alloc(4)
  const position = Number(zip.readEntryCursor)
  if (readSync(descriptor, signature, 0, 4, position) === 4 && signature.readUInt32LE() === 0x02014b50) {
    throw badArchive('Expected the number of entries that the archive gives; it holds more.')
  }
}
