import { basename, dirname } from 'node:path'
import { isTriageError } from '#shared/errors.ts'
import { listFolder } from './list-folder.ts'
import type { SourceLocation } from './source.ts'

/**
 * Whether the folder under which a file was found is gone: it cannot be listed, or nothing lies in it any more, as in the
 * place of a drive that was taken out. A file that was named by itself, and one of another source, say nothing of a folder.
 */
export function isSourceGone(sources: readonly string[], location: SourceLocation): boolean {
  const path = location.kind === 'file' ? location.path : location.archivePath
  const folders = sources.map(toFolder).filter((folder) => isBelow(path, folder))
  const nearest = folders.sort((a, b) => b.length - a.length)[0]
  return nearest !== undefined && isGone(nearest)
}

/** Whether all sources are there again. */
export const areSourcesThere = (sources: readonly string[]): boolean =>
  sources.map(toFolder).every((folder) => !isGone(folder))

/** A DICOMDIR stands for its medium. */
const toFolder = (source: string) => (basename(source).toUpperCase() === 'DICOMDIR' ? dirname(source) : source)

function isGone(folder: string): boolean {
  const entries = listFolder(folder)
  return isTriageError(entries) ? entries.kind !== 'permission' : entries.length === 0
}

const isBelow = (path: string, folder: string) =>
  path.startsWith(folder) && path !== folder && (/[/\\]$/.test(folder) || /^[/\\]/.test(path.slice(folder.length)))
