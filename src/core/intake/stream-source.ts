import { createHash } from 'node:crypto'
import { closeSync } from 'node:fs'
import { streamEntry } from './archive-stream.ts'
import { toFileFailure } from './file-failure.ts'
import { identify, openFile, readRange, refuseChange } from './open-file.ts'
import type { SourceIdentity, SourceLocation } from './source.ts'

/**
 * The bytes of a source from its first to its last. Given what the file was when it was found, refuses it as changed
 * when it is another one, or becomes one while it is read; the end must be reached before anything is kept.
 */
export async function* streamSource(location: SourceLocation, found?: SourceIdentity): AsyncGenerator<Uint8Array> {
  if (location.kind === 'archive') yield* streamEntry(location.archivePath, location.entry)
  else yield* streamFile(location.path, found)
}

async function* streamFile(path: string, found: SourceIdentity | undefined): AsyncGenerator<Uint8Array> {
  const descriptor = openFile(path)
  try {
    const before = identify(descriptor)
    if (found) refuseChange(found, before)
    yield* readRange(descriptor, 0, before.bytes)
    refuseChange(before, identify(descriptor))
  } catch (error) {
    throw toFileFailure(error, 'intake')
  } finally {
    closeSync(descriptor)
  }
}

/** SHA-256 of a source in hexadecimal, and its bytes. */
export async function hashSource(
  location: SourceLocation,
  found?: SourceIdentity,
): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of streamSource(location, found)) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { sha256: hash.digest('hex'), bytes }
}
