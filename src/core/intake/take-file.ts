import { closeSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { readArchiveDirectory, type ArchiveDirectory } from './archive-directory.ts'
import type { ArchiveEntry } from './archive-entry.ts'
import { readEntryPrefix } from './archive-stream.ts'
import { classifyFile, type Classification } from './classify-file.ts'
import { toFileFailure } from './file-failure.ts'
import { identify, openFile } from './open-file.ts'
import { toDisplayName, type SourceEntry, type SourceIdentity, type SourceLocation } from './source.ts'

/** What one file is: found, skipped, refused, or an archive with all that it holds. Reads its first bytes only. */
export async function* takeFile(path: string, displayPath: string, unpackBytes: number): AsyncGenerator<SourceEntry> {
  const shown = toDisplayName(displayPath)
  const { identity, prefix } = readPrefix(path)
  const classification = classifyFile(prefix, basename(path), identity.bytes)
  if (classification.kind === 'archive') yield* takeArchive(path, shown, unpackBytes)
  else yield toEntry(classification, shown, { kind: 'file', path }, identity)
}

function readPrefix(path: string): { identity: SourceIdentity; prefix: Uint8Array } {
  const descriptor = openFile(path)
  try {
    const identity = identify(descriptor)
    const prefix = Buffer.alloc(Math.min(identity.bytes, limits.intake.prefixBytes))
    return { identity, prefix: prefix.subarray(0, readSync(descriptor, prefix, 0, prefix.length, 0)) }
  } catch (error) {
    throw toFileFailure(error, 'intake')
  } finally {
    closeSync(descriptor)
  }
}

function toEntry(
  classification: Exclude<Classification, { kind: 'archive' }>,
  displayPath: string,
  location: SourceLocation,
  identity: SourceIdentity,
): SourceEntry {
  switch (classification.kind) {
    case 'image':
      return { kind: 'found', displayPath, location, identity, format: classification.format }
    case 'skipped':
    case 'refused':
      return { ...classification, displayPath }
  }
}

async function* takeArchive(path: string, displayPath: string, unpackBytes: number): AsyncGenerator<SourceEntry> {
  const directory = await readArchiveDirectory(path)
  for (const { name, failure } of directory.refused) {
    yield { kind: 'refused', displayPath: entryPath(displayPath, name), failure: failure.toFailure() }
  }
  let room = unpackBytes
  const descriptor = openFile(path)
  try {
    for (const entry of directory.entries.values()) {
      room -= entry.bytes
      yield takeEntry(entry, room >= 0, { path, displayPath, directory, descriptor })
    }
  } finally {
    closeSync(descriptor)
  }
}

const entryPath = (archive: string, name: string) => `${archive}!/${toDisplayName(name)}`

type OpenArchive = {
  readonly path: string
  readonly displayPath: string
  readonly directory: ArchiveDirectory
  readonly descriptor: number
}

function takeEntry(entry: ArchiveEntry, fits: boolean, archive: OpenArchive): SourceEntry {
  const displayPath = entryPath(archive.displayPath, entry.name)
  try {
    if (!fits) throw new TriageError('limit', 'Expected room on the drive for what the archive holds.', 'intake')
    const prefix = readEntryPrefix(archive.descriptor, entry, archive.directory.identity.bytes)
    const classification = classifyFile(prefix, basename(entry.name), entry.bytes)
    if (classification.kind === 'archive') {
      throw new TriageError('limit', 'Expected archives one level deep; found an archive in an archive.', 'intake')
    }
    const location = { kind: 'archive', archivePath: archive.path, entry: entry.name } as const
    return toEntry(classification, displayPath, location, { ...archive.directory.identity, bytes: entry.bytes })
  } catch (error) {
    return { kind: 'refused', displayPath, failure: toFileFailure(error, 'intake').toFailure() }
  }
}
