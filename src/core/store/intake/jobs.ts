import { TriageError, type Failure } from '#shared/errors.ts'
import type { Job, Outcome } from '#shared/jobs.ts'
import type { CopyPolicy } from '#core/pipeline/ports.ts'
import type { Store } from '#core/store/store.ts'
import { refreshStudies } from '#core/store/worklist/refresh.ts'
import { hashResult } from '#core/store/analysis/row-hash.ts'
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
  return rows.map((row) => toJob(store, row))
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

function readRow(store: Store, jobId: number): JobRow {
  const row = store.sql('SELECT * FROM jobs WHERE id = ?').get(jobId) as JobRow | undefined
  if (!row)
    throw new TriageError('not-found', 'Expected a job of this data folder; there is none of that number.', 'store')
  return row
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
function requeue(store: Store, jobId: number): void {
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
  store.keep(() => {
    requeue(store, jobId)
    store.sql(`UPDATE jobs SET state = 'waiting', waiting_for = ? WHERE id = ?`).run(JSON.stringify(failure), jobId)
  })
  return readJob(store, jobId)
}

/** Pauses, resumes, cancels a job, or tries its refused and failed files again. */
export function controlJob(store: Store, jobId: number, action: 'pause' | 'resume' | 'cancel' | 'retry'): Job {
  const { state } = readRow(store, jobId)
  const allowed = {
    pause: ['running', 'waiting'],
    resume: ['paused', 'waiting'],
    cancel: ['running', 'waiting', 'paused'],
    retry: ['done', 'cancelled', 'paused', 'waiting', 'running'],
  }
  if (!allowed[action].includes(state)) return readJob(store, jobId)
  store.commit(() => {
    requeue(store, jobId)
    const setState = (next: Job['state']) =>
      store.sql('UPDATE jobs SET state = ?, waiting_for = NULL, finished_at = NULL WHERE id = ?').run(next, jobId)
    switch (action) {
      case 'pause':
        hold(store, jobId, -1)
        return setState('paused')
      case 'resume':
        hold(store, jobId, 0)
        return setState('running')
      case 'cancel':
        cancelRest(store, jobId)
        return setState('cancelled')
      case 'retry':
        retryRest(store, jobId)
        hold(store, jobId, 0)
        return setState('running')
    }
  }, [{ action: 'import', actor: actorOf(store), subject: `job:${jobId}`, detail: { control: action } }])
  return readJob(store, jobId)
}

/** Analyses of a paused job are not handed out, unless a person opens their study. */
function hold(store: Store, jobId: number, priority: number): void {
  store
    .sql(`UPDATE analyses SET priority = ? WHERE job_id = ? AND state = 'queued' AND priority < 1`)
    .run(priority, jobId)
}

const cancelled: Failure = {
  kind: 'cancelled',
  message: 'The job was cancelled before this file was read.',
  stage: 'intake',
}

function cancelRest(store: Store, jobId: number): void {
  store
    .sql(`UPDATE items SET state = 'done', outcome = 'refused', failure = ? WHERE job_id = ? AND outcome IS NULL`)
    .run(JSON.stringify(cancelled), jobId)
  const failure: Failure = {
    ...cancelled,
    message: 'The job was cancelled before this image was analysed.',
    stage: 'run',
  }
  failAnalyses(store, `a.job_id = ? AND a.state IN ('queued', 'running')`, jobId, failure)
}

/** Queued analyses that will not run are failed with the reason, so that their studies never look like normal ones. */
export function failAnalyses(store: Store, where: string, value: number | string, failure: Failure): void {
  const rows = store
    .sql(
      `SELECT a.id, a.image_id, a.frame, a.model_sha256, i.study_id FROM analyses a JOIN images i ON i.id = a.image_id
       WHERE ${where} AND a.replaced = 0`,
    )
    .all(value) as { id: number; image_id: number; frame: number; model_sha256: string; study_id: number }[]
  for (const row of rows) {
    const of = { imageId: row.image_id, frame: row.frame, modelSha256: row.model_sha256 }
    store
      .sql(`UPDATE analyses SET state = 'failed', failure = ?, row_hash = ?, priority = 0 WHERE id = ?`)
      .run(JSON.stringify(failure), hashResult(of, { state: 'failed', failure }), row.id)
  }
  refreshStudies(
    store,
    rows.map(({ study_id }) => study_id),
  )
}

function retryRest(store: Store, jobId: number): void {
  store
    .sql(
      `UPDATE items SET state = 'queued', outcome = NULL, failure = NULL, attempts = attempts + 1
       WHERE job_id = ? AND outcome = 'refused' AND location IS NOT NULL`,
    )
    .run(jobId)
  // What the walk itself refused is only found again by walking.
  const { changes } = store
    .sql(`DELETE FROM items WHERE job_id = ? AND outcome = 'refused' AND location IS NULL`)
    .run(jobId)
  if (changes > 0) store.sql('UPDATE jobs SET walked = 0 WHERE id = ?').run(jobId)
  const failed = store
    .sql(
      `SELECT a.id, a.image_id, a.frame, a.model_sha256, i.study_id FROM analyses a JOIN images i ON i.id = a.image_id
       WHERE a.job_id = ? AND a.state = 'failed' AND a.replaced = 0`,
    )
    .all(jobId) as { id: number; image_id: number; frame: number; model_sha256: string; study_id: number }[]
  for (const { id, image_id, frame, model_sha256 } of failed) {
    store.sql('UPDATE analyses SET replaced = 1 WHERE id = ?').run(id)
    store
      .sql(`INSERT INTO analyses (image_id, frame, model_sha256, job_id, state) VALUES (?, ?, ?, ?, 'queued')`)
      .run(image_id, frame, model_sha256, jobId)
  }
  refreshStudies(
    store,
    failed.map(({ study_id }) => study_id),
  )
}
