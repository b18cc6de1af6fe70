import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addModel } from '#bench/power-cuts/record-import.ts'
import { readContent } from './read-content.ts'
import { writeUntidyScans } from './write-untidy-scans.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { spawnHost } from '#engine/supervisor/index.ts'
import { isTriageError } from '#shared/errors.ts'
import { type Engine, installModels, runJob, startEngine } from '#engine/broker/index.ts'

/** On a machine that has other work. */
const patienceMs = 240_000
const scratch = scratchFolder()
const scans = scratch.at('scans')
afterAll(() => scratch[Symbol.dispose]())

/** Imports into a new folder while `meanwhile` goes on; begun again for as long as the store was lost. Gives how often. */
async function importWhile(dataFolder: string, meanwhile: (engine: Engine) => Promise<void>): Promise<number> {
  addModel(dataFolder)
  const engine = startEngine({ host: spawnHost(), dataFolder, appVersion: '0', door: 'cli', decodeWorkers: 2 })
  try {
    await installModels(engine, dataFolder)
    const job = { kind: 'import', sources: [scans], copy: 'always', analyse: true, models: ['tiny'] } as const
    const { jobId } = await engine.store.createJob(job)
    const killing = meanwhile(engine)
    for (let starts = 1; ; starts += 1) {
      try {
        await runJob(engine, jobId, new AbortController().signal)
        await killing
        // What a decoder had in hand when it ended is failed by name, as it may be the culprit; a person tries it again.
        const { state } = await engine.store.jobControl({ jobId, action: 'retry' })
        if (state === 'running') await runJob(engine, jobId, new AbortController().signal)
        return starts
      } catch (error) {
        if (!isTriageError(error) || error.kind !== 'crashed') throw error
      }
    }
  } finally {
    await engine.close()
  }
}

/** Not the outcome that trying again has replaced, and not how often something was said. */
const stays = (row: string) => !/^analysis .*,1\]$/.test(row) && !row.startsWith('said ')

const kill = (pid: number | undefined) => pid !== undefined && process.kill(pid, 'SIGKILL')

describe('an import whose worker processes are killed', () => {
  let undisturbed: Awaited<ReturnType<typeof readContent>>
  beforeAll(async () => {
    writeUntidyScans(scans, 20, 5)
    await importWhile(scratch.at('undisturbed'), () => Promise.resolve())
    undisturbed = await readContent(scratch.at('undisturbed'))
  }, patienceMs)

  it.each(['decode', 'store', 'infer'] as const)(
    'ends like an undisturbed one: %s',
    { timeout: patienceMs },
    async (role) => {
      const folder = scratch.at(role)
      let killed = 0
      const starts = await importWhile(folder, async (engine) => {
        const progress = () => engine.store.job({ jobId: 1 }).catch(() => undefined)
        for (const imported of [3, 12]) {
          while (((await progress())?.counts.imported ?? 0) < imported) await after(5)
          killed += Number(kill(engine.pids()[role][0]))
        }
      })
      expect(killed).toBeGreaterThan(0)
      expect(starts > 1).toBe(role === 'store')
      const { rows, problems } = await readContent(folder)
      expect(problems).toEqual([])
      expect(rows.filter(stays)).toEqual(undisturbed.rows.filter(stays))
    },
  )
})
