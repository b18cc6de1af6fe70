import { TriageError, type Failure, isTriageError } from '#shared/errors.ts'
import type { Job, Outcome } from '#shared/jobs.ts'
import type { CopyPolicy } from '#core/pipeline/ports.ts'
import type { Store } from '#core/store/store.ts'
import { actorOf } from './items.ts'
import { noteProgress } from './progress.ts'

export type NewJob = {
  readonly kind: Job['kind']
  readonly sources: readonly string[]
  readonly copy: CopyPolicy
  readonly analyse: boolean
  /** Ids or SHA-256 of the models to ask; absent: the ones in use when a file comes in. */
  readonly models?: readonly string[] | undefined
}

/** What a door needs to run or resume a job. */
export type RunnableJob = {
  readonly jobId: number
  readonly kind: Job['kind']
  readonly sources: readonly string[]
  readonly walked: boolean
  readonly copy: CopyPolicy
  readonly analyse: boolean
  readonly models: readonly string[] | undefined
}

type JobRow = {
  readonly id: number
  readonly kind: Job['kind']
  readonly state: Job['state']
  readonly waiting_for: string | null
  readonly created_at: string
  readonly finished_at: string | null
  readonly sources: string
  readonly walked: number
  readonly copy_policy: CopyPolicy
  readonly analyse: number
  readonly models: string | null
}

export function createJob(store: Store, job: NewJob): number {
  return store.commit(
    () => {
      const { lastInsertRowid } = store
        .sql(
          `INSERT INTO jobs (kind, state, created_at, sources, copy_policy, analyse, models, walked)
           VALUES (?, 'running', ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          job.kind,
          store.now(),
          JSON.stringify(job.sources),
          job.copy,
          Number(job.analyse),
          job.models ? JSON.stringify(job.models) : null,
          Number(job.kind === 'analyse'),
        )
      return Number(lastInsertRowid)
    },
    (jobId) => [
      {
        action: 'import',
        actor: actorOf(store),
        subject: `job:${jobId}`,
        detail: { kind: job.kind, sources: job.sources.length },
      },
    ],
  )
}

/** Every job, the newest first. */
export function listJobs(store: Store): Job[] {
  const rows = store.sql('SELECT * FROM jobs ORDER BY id DESC').all() as JobRow[]
  return rows.map((row) => toJob(store, withUnwritten(store, row)))
}

export function readJob(store: Store, jobId: number): Job {
  return toJob(store, readRow(store, jobId))
}

export function readRunnableJob(store: Store, jobId: number): RunnableJob {
  const row = readRow(store, jobId)
  return {
    jobId,
    kind: row.kind,
    sources: JSON.parse(row.sources) as string[],
    walked: row.walked === 1,
    copy: row.copy_policy,
    analyse: row.analyse === 1,
    models: row.models === null ? undefined : (JSON.parse(row.models) as string[]),
  }
}

/** Jobs that a door has yet to finish: running when the program ended, or waiting for something. The oldest first. */
export function unfinishedJobs(store: Store): RunnableJob[] {
  const ids = store
    .sql(`SELECT id FROM jobs WHERE state IN ('running', 'waiting') ORDER BY id`)
    .pluck()
    .all() as number[]
  return ids.map((id) => readRunnableJob(store, id))
}

export function readRow(store: Store, jobId: number): JobRow {
  const row = store.sql('SELECT * FROM jobs WHERE id = ?').get(jobId) as JobRow | undefined
  if (!row)
    throw new TriageError('not-found', 'Expected a job of this data folder; there is none of that number.', 'store')
  return withUnwritten(store, row)
}

function toJob(store: Store, row: JobRow): Job {
  const counts = countJob(store, row.id)
  const left = counts.queued + counts.toAnalyse - counts.analysed - counts.notAssessed - counts.failed
  const done = counts.found - counts.queued + counts.analysed + counts.notAssessed + counts.failed
  const rate = row.state === 'running' ? noteProgress(store, row.id, done) : undefined
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    ...(row.waiting_for === null ? {} : { waitingFor: JSON.parse(row.waiting_for) as Failure }),
    createdAt: row.created_at,
    ...(row.finished_at === null ? {} : { finishedAt: row.finished_at }),
    sources: JSON.parse(row.sources) as string[],
    walked: row.walked === 1,
    counts,
    ...(rate === undefined ? {} : { ratePerSecond: rate, ...(rate > 0 ? { secondsLeft: left / rate } : {}) }),
  }
}

function countJob(store: Store, jobId: number): Job['counts'] {
  const items = store
    .sql('SELECT state, outcome, count(*) AS n FROM items WHERE job_id = ? GROUP BY state, outcome')
    .all(jobId) as { state: string; outcome: Outcome | null; n: number }[]
  const analyses = store
    .sql('SELECT state, count(*) AS n FROM analyses WHERE job_id = ? AND replaced = 0 GROUP BY state')
    .all(jobId) as { state: string; n: number }[]
  const sum = (rows: readonly { n: number }[]) => rows.reduce((total, { n }) => total + n, 0)
  const outcome = (name: Outcome) => sum(items.filter((row) => row.outcome === name))
  const analysed = (state: string) => sum(analyses.filter((row) => row.state === state))
  return {
    found: sum(items),
    queued: sum(items.filter((row) => row.outcome === null)),
    imported: outcome('imported'),
    duplicate: outcome('duplicate'),
    conflict: outcome('conflict'),
    refused: outcome('refused'),
    skipped: outcome('skipped'),
    toAnalyse: sum(analyses),
    analysed: analysed('done'),
    notAssessed: analysed('not-assessed'),
    failed: analysed('failed'),
  }
}

/** What was taken and never settled is queued again. */
export function requeue(store: Store, jobId: number): void {
  store
    .sql(`UPDATE items SET state = 'queued', attempts = attempts + 1 WHERE job_id = ? AND state = 'running'`)
    .run(jobId)
  store
    .sql(`UPDATE analyses SET state = 'queued', attempts = attempts + 1 WHERE job_id = ? AND state = 'running'`)
    .run(jobId)
}

/** At start: what a killed program had taken. */
export function requeueAll(store: Store): void {
  store.keep(() => {
    store.sql(`UPDATE items SET state = 'queued', attempts = attempts + 1 WHERE state = 'running'`).run()
    store.sql(`UPDATE analyses SET state = 'queued', attempts = attempts + 1 WHERE state = 'running'`).run()
  })
}

/** Ends a job whose work is done; one with work left stays as it is. */
export function finishJob(store: Store, jobId: number): Job {
  store.keep(() => {
    requeue(store, jobId)
    const { counts, walked, state } = readJob(store, jobId)
    const left = counts.toAnalyse - counts.analysed - counts.notAssessed - counts.failed
    if ((state === 'running' || state === 'waiting') && walked && counts.queued === 0 && left === 0) {
      store
        .sql(`UPDATE jobs SET state = 'done', waiting_for = NULL, finished_at = ? WHERE id = ?`)
        .run(store.now(), jobId)
    }
  })
  return readJob(store, jobId)
}

/** The job goes on when what it waits for is there: room on the drive, the source. */
export function letJobWait(store: Store, jobId: number, failure: Failure): Job {
  try {
    store.keep(() => {
      requeue(store, jobId)
      store.sql(`UPDATE jobs SET state = 'waiting', waiting_for = ? WHERE id = ?`).run(JSON.stringify(failure), jobId)
    })
  } catch (error) {
    if (!isTriageError(error) || error.kind !== 'disk-full') throw error
    noteUnwritten(store, jobId, failure)
  }
  return readJob(store, jobId)
}

/** Jobs that wait for room while there is none even to write that down; a program that ends meanwhile goes on with them at its next start. */
const unwritten = new WeakMap<Store, Map<number, Failure>>()

function noteUnwritten(store: Store, jobId: number, failure: Failure): void {
  const waits = unwritten.get(store) ?? new Map<number, Failure>()
  unwritten.set(store, waits.set(jobId, failure))
}

/** A job's row as it would be, had there been room to write that it waits. */
function withUnwritten(store: Store, row: JobRow): JobRow {
  const failure = row.state === 'running' ? unwritten.get(store)?.get(row.id) : undefined
  return failure ? { ...row, state: 'waiting', waiting_for: JSON.stringify(failure) } : row
}

/** The row says again what is so. */
export function forgetUnwritten(store: Store, jobId: number): void {
  unwritten.get(store)?.delete(jobId)
}
