import { rmSync } from 'node:fs'
import { installModels, runJob, startEngine } from '#engine/broker/index.ts'
import { spawnHost } from '#engine/supervisor/index.ts'
import { isTriageError } from '#shared/errors.ts'
import type { scratchFolder } from '#fixtures/scratch-folder.ts'
import { readContent } from '#bench/kills/read-content.ts'
import { writeUntidyScans } from '#bench/kills/write-untidy-scans.ts'
import { addModel } from '#bench/power-cuts/record-import.ts'
import { smallDrive } from './small-drive.ts'

const MiB = 1024 ** 2

export type Filled = {
  /** Bytes that the drive had for an import that needs `needed`. */
  readonly free: number
  readonly needed: number
  /** How the import stopped, as a person is told: a kind and a sentence, or that it did not. */
  readonly told: string
  /** What differs from an undisturbed import after room was made and the import begun again. */
  readonly problems: readonly string[]
}

/** Starts or carries on the import of a data folder; the kind and the sentence with which it had to stop, if it had to. */
async function importInto(dataFolder: string, scans: string): Promise<string> {
  const engine = startEngine({ host: spawnHost(), dataFolder, appVersion: '0', door: 'cli', decodeWorkers: 2 })
  try {
    await installModels(engine, dataFolder)
    const [unfinished] = await engine.store.unfinishedJobs()
    const job = { kind: 'import', sources: [scans], copy: 'always', analyse: true, models: ['tiny'] } as const
    const { jobId } = unfinished ?? (await engine.store.createJob(job))
    const { state, waitingFor } = await runJob(engine, jobId, new AbortController().signal)
    return waitingFor ? `${state}: ${waitingFor.kind}: ${waitingFor.message}` : state
  } catch (error) {
    if (isTriageError(error)) return `refused: ${error.kind}: ${error.message}`
    throw error
  } finally {
    await engine.close()
  }
}

/** Imports onto a drive that fills up at so many different points; each time room is then made and the import carried on. */
export async function* fillDrive(
  scratch: ReturnType<typeof scratchFolder>,
  points: number,
  seed: number,
): AsyncGenerator<Filled> {
  const scans = scratch.at('scans')
  writeUntidyScans(scans, 12, seed)
  using drive = smallDrive(scratch.at('drive'), 64 * MiB)
  const dataFolder = drive.at('data')
  addModel(dataFolder)
  const before = drive.free()
  await importInto(dataFolder, scans)
  const needed = before - drive.free()
  const undisturbed = await readContent(dataFolder)
  for (let point = 0; point < points; point += 1) {
    rmSync(dataFolder, { recursive: true, force: true })
    addModel(dataFolder)
    const free = Math.floor((needed * point) / points)
    drive.leave(free)
    const told = await importInto(dataFolder, scans)
    drive.empty()
    const after = await importInto(dataFolder, scans)
    const { rows, problems } = await readContent(dataFolder)
    yield {
      free,
      needed,
      told,
      problems: [
        ...problems,
        ...(after === 'done' ? [] : [`carried on: ${after}`]),
        ...undisturbed.rows.filter((row) => !rows.includes(row)).map((row) => `missing ${row}`),
        ...rows.filter((row) => !undisturbed.rows.includes(row)).map((row) => `not in the undisturbed one: ${row}`),
      ],
    }
  }
}
