import type { Failure } from '#shared/errors.ts'
import type { Job } from '#shared/jobs.ts'
import { hashResult } from '#core/store/analysis/row-hash.ts'
import type { Store } from '#core/store/store.ts'
import { refreshStudies } from '#core/store/worklist/refresh.ts'
import { actorOf } from './items.ts'
import { forgetUnwritten, readJob, readRow, requeue } from './jobs.ts'

/** Pauses, resumes, cancels a job, or tries its refused and failed files again. */
export function controlJob(store: Store, jobId: number, action: 'pause' | 'resume' | 'cancel' | 'retry'): Job {
  const { state, waiting_for: waitingFor } = readRow(store, jobId)
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
        // A folder that was gone may have been found half, or be refused file by file.
        if (waitingFor !== null && (JSON.parse(waitingFor) as Failure).kind === 'missing') {
          retryRest(store, jobId)
          store.sql(`UPDATE jobs SET walked = 0 WHERE id = ? AND kind <> 'analyse'`).run(jobId)
        }
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
  forgetUnwritten(store, jobId)
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
  // What a failed gate kept from being assessed failed with it.
  const failed = store
    .sql(
      `SELECT a.id, a.image_id, a.frame, a.model_sha256, i.study_id FROM analyses a JOIN images i ON i.id = a.image_id
       WHERE a.job_id = ? AND a.replaced = 0 AND (a.state = 'failed'
         OR (a.state = 'not-assessed' AND a.reasons LIKE '%"code":"failed"%'))`,
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
