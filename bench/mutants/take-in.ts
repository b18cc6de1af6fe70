import { mkdirSync, readdirSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { installModels, runJob, startEngine } from '#engine/broker/index.ts'
import { type ProcessHost, spawnHost } from '#engine/supervisor/index.ts'
import { writeTinyModel } from '#fixtures/tiny-model.ts'

export type TakenIn = {
  readonly outcomes: Readonly<Record<string, number>>
  readonly analyses: Readonly<Record<string, number>>
  /** Files of the folder that the job does not tell of, or that it refuses without a kind and a sentence. */
  readonly untold: readonly string[]
  /** What workers said of themselves that was no expected failure. */
  readonly bugs: readonly string[]
  readonly restarts: number
  /** Of the longest call of a worker. */
  readonly slowestMs: number
  readonly stallP99Ms: number
}

/** Takes a folder in through the whole pipeline – walk, header, pixels, thumbnail, model, row – in the real worker processes. */
export async function takeIn(scans: string, dataFolder: string): Promise<TakenIn> {
  mkdirSync(`${dataFolder}/models`, { recursive: true })
  writeTinyModel(`${dataFolder}/models/tiny`)
  const bugs: string[] = []
  let restarts = 0
  const times = { slowestMs: 0 }
  const engine = startEngine({
    host: timed(spawnHost(), times),
    dataFolder,
    appVersion: '0',
    door: 'cli',
    decodeWorkers: 2,
    onBug: (role, message) => bugs.push(`${role}: ${message}`),
    onRestart: () => (restarts += 1),
  })
  const delay = monitorEventLoopDelay({ resolution: 5 })
  try {
    await installModels(engine, dataFolder)
    const job = { kind: 'import', sources: [scans], copy: 'automatic', analyse: true, models: ['tiny'] } as const
    const { jobId } = await engine.store.createJob(job)
    delay.enable()
    const ended = await runJob(engine, jobId, new AbortController().signal)
    delay.disable()
    const result = await engine.store.jobResult({ jobId })
    const { imported, duplicates, analysed, refused, failed, notAssessed, conflicts, skipped } = result
    const told = new Set([...refused, ...conflicts, ...skipped].map(({ path }) => fileOf(path, scans)))
    const files = readdirSync(scans)
    const images = imported + duplicates
    const unreasoned = [...refused, ...failed].filter(({ kind, message }) => !kind || !/^\S.*[.)\d]$/s.test(message))
    return {
      outcomes: {
        ...count(refused.map(({ kind }) => `refused: ${kind}`)),
        imported,
        duplicates,
        conflicts: conflicts.length,
        skipped: skipped.length,
      },
      analyses: { ...count(failed.map(({ kind }) => `failed: ${kind}`)), analysed, 'not assessed': notAssessed.length },
      untold: [
        ...(ended.state === 'done' ? [] : [`the job is ${ended.state}`]),
        // An archive may hold several files, never none.
        ...(told.size + images < files.length
          ? [`${files.length} files, ${told.size} told of and ${images} images`]
          : []),
        ...unreasoned.map(({ path }) => `${path} without a reason`),
      ],
      bugs,
      restarts,
      slowestMs: times.slowestMs,
      stallP99Ms: delay.percentile(99) / 1e6,
    }
  } finally {
    await engine.close()
  }
}

const fileOf = (path: string, scans: string) => path.slice(scans.length + 1).split('!/')[0] ?? ''

function count(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

/** Starts workers as the product does; the longest time in which one had a call in hand is noted. */
function timed(host: ProcessHost, times: { slowestMs: number }): ProcessHost {
  return {
    start(options) {
      const child = host.start(options)
      const begun = new Map<number, number>()
      child.onMessage((message) => {
        const since = 'id' in message ? begun.get(message.id) : undefined
        if (since !== undefined) times.slowestMs = Math.max(times.slowestMs, performance.now() - since)
      })
      return {
        ...child,
        post(message) {
          begun.set(message.id, performance.now())
          child.post(message)
        },
      }
    },
  }
}
