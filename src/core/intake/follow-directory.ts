import { dirname, sep } from 'node:path'
import { readDicomDirectory } from '#core/dicom/index.ts'
import { TriageError } from '#shared/errors.ts'
import { dicomDirectory } from './classify-file.ts'
import { toFileFailure } from './file-failure.ts'
import { listFolder } from './list-folder.ts'
import { openSource } from './open-source.ts'
import { type SourceEntry, toDisplayName } from './source.ts'

/**
 * What a DICOMDIR (PS3.10 8.6) says of its medium: itself as skipped, and each file that it names and that is not there as
 * refused. One that cannot be read is refused itself. What it names and what it forgot are found by the walk of its folder.
 */
export async function* followDirectory(path: string, displayPath: string): AsyncGenerator<SourceEntry> {
  const shown = toDisplayName(displayPath)
  try {
    const references = await readReferences(path)
    yield { kind: 'skipped', displayPath: shown, what: dicomDirectory }
    const isThere = findIn(dirname(path))
    for (const components of references) {
      if (isThere(components)) continue
      const missing = new TriageError(
        'missing',
        'Expected a file that the DICOM directory names; there is none.',
        'intake',
      )
      yield {
        kind: 'refused',
        displayPath: toDisplayName([dirname(displayPath), ...components].join(sep)),
        failure: missing.toFailure(),
      }
    }
  } catch (error) {
    yield { kind: 'refused', displayPath: shown, failure: toFileFailure(error, 'intake').toFailure() }
  }
}

async function readReferences(path: string): Promise<readonly (readonly string[])[]> {
  const source = await openSource({ kind: 'file', path }, '')
  try {
    const distinct = new Map(readDicomDirectory(source).map((components) => [components.join('/'), components]))
    return [...distinct.values()]
  } finally {
    source.close()
  }
}

/** Whether a file of the medium is there; each folder is listed once. Links are not followed, here as in the walk. */
function findIn(root: string): (components: readonly string[]) => boolean {
  const folders = new Map<string, ReadonlyMap<string, { readonly path: string; readonly type: string }>>()
  const namesOf = (folder: string) => {
    const known = folders.get(folder)
    if (known) return known
    const entries = listFolder(folder)
    const names = new Map(entries instanceof TriageError ? [] : entries.map((entry) => [toFileId(entry.name), entry]))
    folders.set(folder, names)
    return names
  }
  return (components) => {
    let folder = root
    for (const [depth, component] of components.entries()) {
      const entry = namesOf(folder).get(component)
      if (depth === components.length - 1) return entry?.type === 'file'
      if (entry?.type !== 'folder') return false
      folder = entry.path
    }
    return false
  }
}

/** A name as a file id has it: systems show those of a disc (ISO 9660) in small letters, with a point or a version. */
const toFileId = (name: string): string => name.toUpperCase().replace(/\.?(;\d+)?$/, '')
