import { lstatSync, readdirSync, type Dirent, type Stats } from 'node:fs'
import { join } from 'node:path'
import type { TriageError } from '#shared/errors.ts'
import { toFileFailure } from './file-failure.ts'
import { fromNativePath, toNativePath } from './native-path.ts'

export type FolderEntry = {
  readonly name: string
  readonly path: string
  readonly type: 'file' | 'folder' | 'link' | 'other'
}

/** What lies in a folder, by name; or why it cannot be listed. */
export function listFolder(path: string): readonly FolderEntry[] | TriageError {
  try {
    const entries = readdirSync(toNativePath(path), { withFileTypes: true, encoding: 'buffer' })
    return entries
      .map((entry) => {
        const name = fromNativePath(entry.name)
        return { name, path: join(path, name), type: typeOf(entry, join(path, name)) }
      })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    return toFileFailure(error, 'intake')
  }
}

function typeOf(entry: Dirent<Buffer>, path: string): FolderEntry['type'] {
  const type = toType(entry)
  if (type !== 'other') return type
  // Some network file systems leave the type of an entry out.
  const stats = lstatSync(toNativePath(path), { throwIfNoEntry: false })
  return stats ? toType(stats) : 'other'
}

function toType(entry: Dirent<Buffer> | Stats): FolderEntry['type'] {
  if (entry.isFile()) return 'file'
  if (entry.isDirectory()) return 'folder'
  return entry.isSymbolicLink() ? 'link' : 'other'
}
