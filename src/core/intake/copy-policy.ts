import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { toNativePath } from './native-path.ts'
import type { SourceLocation } from './source.ts'

export type CopyPolicy = 'copy' | 'reference'

export type CopyPolicyOptions = {
  /** The setting; `automatic` decides by the place. */
  readonly setting?: 'automatic' | 'always' | 'never'
  readonly watched?: boolean
}

/** Where systems mount what can be pulled out. */
const removable = /^(\/media\/|\/run\/media\/|\/mnt\/|\/Volumes\/)/

/** A File-set's directory stands at most eight folders above its files (PS3.10 §8.2). */
const mediumDepth = 8

/**
 * Whether the bytes of a source are copied into the data folder or only referred to: what may be gone tomorrow is
 * copied – archives, removable drives, a DICOMDIR medium, a watch folder –, local folders are referred to.
 */
export function toCopyPolicy(location: SourceLocation, options: CopyPolicyOptions = {}): CopyPolicy {
  if (options.setting === 'always') return 'copy'
  if (options.setting === 'never') return 'reference'
  const mayVanish = options.watched || location.kind === 'archive' || liesOnMedium(location.path)
  return mayVanish ? 'copy' : 'reference'
}

function liesOnMedium(path: string): boolean {
  if (removable.test(path)) return true
  let folder = dirname(path)
  for (let depth = 0; depth <= mediumDepth; depth += 1) {
    if (holdsDicomDirectory(folder)) return true
    const parent = dirname(folder)
    if (parent === folder) return false
    folder = parent
  }
  return false
}

/** Folders asked about lately; the files of one folder come one after the other. */
const asked = new Map<string, boolean>()
const askedFolders = 64

function holdsDicomDirectory(folder: string): boolean {
  const known = asked.get(folder)
  if (known !== undefined) return known
  if (asked.size >= askedFolders) asked.clear()
  const holds = ['DICOMDIR', 'dicomdir'].some((name) => existsSync(toNativePath(join(folder, name))))
  asked.set(folder, holds)
  return holds
}
