import { randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { limits } from '#shared/limits.ts'
import { readArchiveDirectory } from './archive-directory.ts'
import { streamEntry } from './archive-stream.ts'
import { fileMode } from './data-folder.ts'
import { toFileFailure } from './file-failure.ts'
import { identify, openFile, refuseChange } from './open-file.ts'
import type { SourceIdentity, SourceLocation } from './source.ts'

/** Bytes that can be read by position, as the rooms that decode take them; a read past the end gives what there is. */
export type OpenedSource = {
  readonly size: number
  read(offset: number, length: number): Uint8Array
  close(): void
}

/**
 * Opens a source for reading by position. A file is read in place, never through a link; an archive's entry is inflated
 * and checked first, in memory where it is small and else in a file of the temporary folder. Refuses what is missing and
 * what is no longer the file that was found.
 */
export async function openSource(
  location: SourceLocation,
  tempFolder: string,
  found?: SourceIdentity,
): Promise<OpenedSource> {
  try {
    if (location.kind === 'file') return openInPlace(location.path, found)
    return await openEntry(location.archivePath, location.entry, tempFolder)
  } catch (error) {
    throw toFileFailure(error, 'intake')
  }
}

function openInPlace(path: string, found: SourceIdentity | undefined): OpenedSource {
  const descriptor = openFile(path)
  try {
    const now = identify(descriptor)
    if (found) refuseChange(found, now)
    return byDescriptor(descriptor, now.bytes, () => closeSync(descriptor))
  } catch (error) {
    closeSync(descriptor)
    throw error
  }
}

function byDescriptor(descriptor: number, size: number, close: () => void): OpenedSource {
  return {
    size,
    close,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
      let filled = 0
      while (filled < bytes.length) {
        const got = readSync(descriptor, bytes, filled, bytes.length - filled, offset + filled)
        if (got === 0) break
        filled += got
      }
      return bytes.subarray(0, filled)
    },
  }
}

async function openEntry(archivePath: string, name: string, tempFolder: string): Promise<OpenedSource> {
  const { entries } = await readArchiveDirectory(archivePath)
  const size = entries.get(name)?.bytes ?? 0
  if (size > limits.intake.inMemoryEntryBytes) return unpack(archivePath, name, tempFolder)
  const bytes = new Uint8Array(size)
  let filled = 0
  for await (const chunk of streamEntry(archivePath, name)) {
    bytes.set(chunk, filled)
    filled += chunk.length
  }
  return { size, read: (offset, length) => bytes.subarray(offset, offset + length), close: () => undefined }
}

async function unpack(archivePath: string, name: string, tempFolder: string): Promise<OpenedSource> {
  const path = join(tempFolder, `${randomUUID()}.part`)
  const descriptor = openSync(path, 'wx+', fileMode)
  const close = () => {
    closeSync(descriptor)
    rmSync(path, { force: true })
  }
  try {
    for await (const chunk of streamEntry(archivePath, name)) writeFileSync(descriptor, chunk)
    return byDescriptor(descriptor, identify(descriptor).bytes, close)
  } catch (error) {
    close()
    throw error
  }
}
