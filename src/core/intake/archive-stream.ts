import { closeSync, readSync } from 'node:fs'
import { Readable } from 'node:stream'
import { constants, crc32, createInflateRaw, inflateRawSync } from 'node:zlib'
import { isTriageError, TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { readArchiveDirectory } from './archive-directory.ts'
import type { ArchiveEntry } from './archive-entry.ts'
import { identify, openFile, readRange, refuseChange } from './open-file.ts'

const badEntry = (sentence: string, cause?: unknown) =>
  new TriageError('bad-archive', sentence, 'intake', cause === undefined ? {} : { cause })

/** Where an entry's data starts: after its local header (APPNOTE 4.3.7), whose lengths may differ from the directory's. */
function dataStart(descriptor: number, entry: ArchiveEntry, archiveBytes: number): number {
  const header = Buffer.alloc(30)
  const whole = readSync(descriptor, header, 0, 30, entry.headerOffset) === 30
  if (!whole || header.readUInt32LE(0) !== 0x04034b50) throw badEntry('Expected the entry where the archive says.')
  const start = entry.headerOffset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  if (start + entry.compressedBytes > archiveBytes)
    throw badEntry('Expected the whole entry; the archive is cut short.')
  return start
}

/** The first bytes of an entry, enough to tell what it is, without inflating the rest. Takes the archive's descriptor. */
export function readEntryPrefix(descriptor: number, entry: ArchiveEntry, archiveBytes: number): Uint8Array {
  const start = dataStart(descriptor, entry, archiveBytes)
  const packed = Buffer.alloc(Math.min(entry.compressedBytes, limits.intake.prefixBytes))
  const got = packed.subarray(0, readSync(descriptor, packed, 0, packed.length, start))
  if (!entry.deflated) return got
  try {
    return inflateRawSync(got, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, limits.intake.prefixBytes)
  } catch (error) {
    throw badEntry('Expected deflated bytes; they cannot be inflated.', error)
  }
}

/**
 * The bytes of an archive's entry, inflated as they are read. Refuses, at the first byte too many, an entry that is
 * longer than the archive says, and at the end one that is shorter or fails its CRC-32: nothing may be kept before
 * the end is reached.
 */
export async function* streamEntry(archivePath: string, name: string): AsyncGenerator<Uint8Array> {
  const { entries, refused, identity } = await readArchiveDirectory(archivePath)
  const entry = entries.get(name)
  if (!entry) {
    throw (
      refused.find((each) => each.name === name)?.failure ??
      new TriageError('missing', 'Expected an entry of this name; the archive has none.', 'intake')
    )
  }
  const descriptor = openFile(archivePath)
  try {
    refuseChange(identity, identify(descriptor))
    const start = dataStart(descriptor, entry, identity.bytes)
    const packed = readRange(descriptor, start, entry.compressedBytes)
    yield* checkEntry(entry, entry.deflated ? inflate(packed) : packed)
  } finally {
    closeSync(descriptor)
  }
}

async function* inflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const packed = Readable.from(chunks, { objectMode: false })
  const inflater = packed.pipe(createInflateRaw())
  packed.on('error', (error) => inflater.destroy(error))
  try {
    for await (const chunk of inflater) if (chunk instanceof Uint8Array) yield chunk
  } catch (error) {
    throw isTriageError(error) ? error : badEntry('Expected deflated bytes; they cannot be inflated.', error)
  } finally {
    packed.destroy()
    inflater.destroy()
  }
}

async function* checkEntry(entry: ArchiveEntry, chunks: AsyncIterable<Uint8Array>) {
  let bytes = 0
  let checksum = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > entry.bytes) throw badEntry('Expected an entry of the size the archive gives; it is longer.')
    checksum = crc32(chunk, checksum)
    yield chunk
  }
  if (bytes < entry.bytes) throw badEntry('Expected an entry of the size the archive gives; it is shorter.')
  if (checksum !== entry.crc32) throw badEntry('Expected bytes that match their checksum; they do not.')
}
