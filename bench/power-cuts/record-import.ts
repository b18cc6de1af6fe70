import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { scratchFolder } from '#fixtures/scratch-folder.ts'
import { writeTinyModel } from '#fixtures/tiny-model.ts'
import { writeUntidyScans } from '#bench/kills/write-untidy-scans.ts'
import { type DriveEvent, readTrace, tracedCalls } from './read-trace.ts'

export type Recording = {
  readonly dataFolder: string
  readonly scans: string
  readonly events: readonly DriveEvent[]
}

/** Whether this machine lets us see what a program writes. */
export const canRecord = process.platform === 'linux' && spawnSync('strace', ['true']).status === 0

/** The model of the data folder, which an import reads and does not write. */
export function addModel(dataFolder: string): void {
  mkdirSync(`${dataFolder}/models`, { recursive: true, mode: 0o700 })
  const point = { value: 0.5, origin: 'author' as const, basis: 'made up' }
  writeTinyModel(`${dataFolder}/models/tiny`, undefined, { thresholds: { bright: { default: point } } })
}

/** Imports that many scans once, undisturbed, with every write, name and sync below its data folder recorded. */
export function recordImport(scratch: ReturnType<typeof scratchFolder>, files: number, seed: number): Recording {
  const [scans, dataFolder] = [scratch.at('scans'), scratch.at('data')]
  writeUntidyScans(scans, files, seed)
  addModel(dataFolder)
  const [trace, acknowledged] = [scratch.at('trace'), scratch.at('acknowledged')]
  const driver = fileURLToPath(new URL('acknowledge-import.ts', import.meta.url))
  const strace = ['-f', '--seccomp-bpf', '-y', '-xx', '-s', '16000000', '-e', `trace=${tracedCalls}`, '-o', trace]
  const { status, stderr } = spawnSync(
    'strace',
    [...strace, process.execPath, driver, scans, dataFolder, acknowledged],
    {
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(`the recorded import ended with ${status}: ${stderr.slice(0, 500)}`)
  return { dataFolder, scans, events: readTrace(readFileSync(trace, 'latin1'), dataFolder, acknowledged) }
}
