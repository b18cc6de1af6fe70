import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, sep } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { isTriageError, TriageError } from '#shared/errors.ts'
import { dicomDirectory } from './classify-file.ts'
import { toFileFailure } from './file-failure.ts'
import { followDirectory } from './follow-directory.ts'
import { listFolder } from './list-folder.ts'
import { fromNativePath, toNativePath } from './native-path.ts'
import { toDisplayName, type SourceEntry } from './source.ts'
import { takeFile } from './take-file.ts'

export type WalkOptions = {
  /** Bytes that may be unpacked: archives that hold more are refused from there on. Absent: no bound. */
  readonly unpackBytes?: number
}

type Walk = { readonly options: WalkOptions; readonly root: string; readonly seen: Set<string> }

/**
 * Everything that lies at the paths: files, folders with all that is in them, and the entries of ZIP archives, in the
 * order of their names. Links inside a folder are never followed. What cannot be taken comes as refused or skipped; one
 * bad file stops nothing. What a DICOMDIR names and is not there comes as refused. A file that two of the paths reach comes once.
 */
export async function* walkSources(paths: readonly string[], options: WalkOptions = {}): AsyncGenerator<SourceEntry> {
  const seen = new Set<string>()
  const shown = new Set<string>()
  for (const path of paths) {
    for await (const entry of walkPath(path, options, seen)) yield withOwnName(entry, shown)
  }
}

/** A folder called `a.zip!` beside `a.zip`: the second of two that would be shown under one name gets a number. */
function withOwnName(entry: SourceEntry, shown: Set<string>): SourceEntry {
  if (!entry.displayPath.includes('!/')) return entry
  let displayPath = entry.displayPath
  for (let n = 2; shown.has(displayPath); n += 1) displayPath = `${entry.displayPath}#${n}`
  shown.add(displayPath)
  return { ...entry, displayPath }
}

async function* walkPath(path: string, options: WalkOptions, seen: Set<string>): AsyncGenerator<SourceEntry> {
  try {
    const isFolder = statSync(path).isDirectory()
    const real = realPath(path)
    // A DICOMDIR that a person opens stands for its whole medium.
    const isMedium = !isFolder && basename(path).toUpperCase() === 'DICOMDIR'
    const root = isMedium ? dirname(real) : real
    const walk = { options, root, seen }
    const shown = isMedium ? dirname(path) : path
    if (isFolder || isMedium) yield* walkFolder(root, withoutEndingStroke(shown), walk)
    else yield* takeOnce(real, path, walk)
  } catch (error) {
    yield refusal(path, error)
  }
}

const realPath = (path: string) => fromNativePath(realpathSync(toNativePath(path), { encoding: 'buffer' }))

const withoutEndingStroke = (path: string) => path.replace(sep === '\\' ? /(?<=.)[/\\]+$/ : /(?<=.)\/+$/, '')

const refusal = (displayPath: string, error: unknown): SourceEntry => ({
  kind: 'refused',
  displayPath: toDisplayName(displayPath),
  failure: toFileFailure(error, 'intake').toFailure(),
})

async function* walkFolder(path: string, displayPath: string, walk: Walk): AsyncGenerator<SourceEntry> {
  const entries = listFolder(path)
  if (isTriageError(entries)) {
    yield refusal(displayPath, entries)
    return
  }
  for (const entry of entries) {
    const shown = displayPath.endsWith(sep) ? displayPath + entry.name : displayPath + sep + entry.name
    if (entry.type === 'folder') yield* walkFolder(entry.path, shown, walk)
    else if (entry.type === 'link') yield judgeLink(entry.path, shown, walk.root)
    else if (entry.type === 'file') yield* takeOnce(entry.path, shown, walk)
    else yield { kind: 'skipped', displayPath: toDisplayName(shown), what: 'device or pipe' }
  }
  // Between folders, so that whoever walks can be told to stop.
  await setImmediate()
}

/** A link to a place inside the walked folder leads to what is taken in by itself; one that leads out is refused. */
function judgeLink(path: string, displayPath: string, root: string): SourceEntry {
  try {
    const target = realPath(path)
    const inside = target === root || target.startsWith(root.endsWith(sep) ? root : root + sep)
    if (inside)
      return { kind: 'skipped', displayPath: toDisplayName(displayPath), what: 'link to a place in the folder' }
    return refusal(
      displayPath,
      new TriageError(
        'path-escape',
        'Expected a file in the chosen folder; found a link that leads out of it.',
        'intake',
      ),
    )
  } catch (error) {
    return refusal(displayPath, error)
  }
}

async function* takeOnce(path: string, displayPath: string, walk: Walk): AsyncGenerator<SourceEntry> {
  if (walk.seen.has(path)) return
  walk.seen.add(path)
  try {
    for await (const entry of takeFile(path, displayPath, walk.options.unpackBytes ?? Infinity)) {
      const isDirectory = entry.kind === 'skipped' && entry.what === dicomDirectory
      if (isDirectory && entry.displayPath === toDisplayName(displayPath)) yield* followDirectory(path, displayPath)
      else yield entry
    }
  } catch (error) {
    yield refusal(displayPath, error)
  }
}
