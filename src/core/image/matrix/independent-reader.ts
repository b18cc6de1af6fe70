import { execFileSync, spawnSync } from 'node:child_process'
import { join } from 'node:path'

/** What an independent reader finds in a file: stored values, and what is shown of them in 0..1, grey or RGB by pixel. */
export type Reading =
  | { readonly stored: readonly number[]; readonly shown: readonly number[] }
  | { readonly unreadable: string }

const python = '/usr/bin/python3'

/** True where pydicom with GDCM can be run. */
export const hasIndependentReader: boolean =
  spawnSync(python, ['-c', 'import pydicom, gdcm, numpy'], { stdio: 'ignore' }).status === 0

/** Reads all files of a folder in one process of pydicom with GDCM. */
export function readIndependently(folder: string): Readonly<Record<string, Reading>> {
  const answer = execFileSync(python, [join(import.meta.dirname, 'reference.py'), folder], {
    maxBuffer: 1024 ** 3,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  return JSON.parse(answer.toString()) as Record<string, Reading>
}
