import type { ReplyOf } from '#shared/contract.ts'
import type { Failure } from '#shared/errors.ts'
import type { Problem } from '#shared/jobs.ts'
import type { Store } from '#core/store/store.ts'
import { fromNext, toNext } from '#core/store/worklist/order.ts'

type ItemRow = {
  readonly id: number
  readonly display_path: string
  readonly outcome: 'refused' | 'skipped' | 'conflict'
  readonly failure: string | null
  readonly what: string | null
  readonly image_id: number | null
}
type FailedRow = {
  readonly id: number
  readonly display_path: string
  readonly failure: string
  readonly image_id: number
}

/** Numbers of failed analyses in this list stand behind those of files. */
const failedIds = 2 ** 40

/** Files of a job that are not simply in, in the order in which they were found; then the images that no model could read. */
export function listProblems(
  store: Store,
  { jobId, after, limit }: { jobId: number; after?: string | undefined; limit: number },
): ReplyOf<'job:problems'> {
  const [start = 0] = after === undefined ? [] : fromNext(after, 1)
  const items = store
    .sql(
      `SELECT id, display_path, outcome, failure, what, image_id FROM items
       WHERE job_id = ? AND outcome IN ('refused', 'skipped', 'conflict') AND id > ? ORDER BY id LIMIT ?`,
    )
    .all(jobId, start, limit + 1) as ItemRow[]
  const failed = store
    .sql(
      `SELECT a.id, i.display_path, a.failure, a.image_id FROM analyses a JOIN images i ON i.id = a.image_id
       WHERE a.job_id = ? AND a.state = 'failed' AND a.replaced = 0 AND a.id > ? ORDER BY a.id LIMIT ?`,
    )
    .all(jobId, Math.max(0, Number(start) - failedIds), limit + 1 - items.length) as FailedRow[]
  const rows = [...items.map((row) => toProblem(jobId, row)), ...failed.map((row) => toFailed(jobId, row))]
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit), ...(last ? { next: toNext([last.id]) } : {}) }
}

function toProblem(jobId: number, row: ItemRow): Problem {
  return {
    id: row.id,
    jobId,
    kind: row.outcome,
    path: row.display_path,
    ...(row.failure === null ? {} : { failure: JSON.parse(row.failure) as Failure }),
    ...(row.what === null ? {} : { what: row.what }),
    ...(row.image_id === null ? {} : { imageId: row.image_id }),
  }
}

function toFailed(jobId: number, row: FailedRow): Problem {
  const failure = JSON.parse(row.failure) as Failure
  return { id: failedIds + row.id, jobId, kind: 'failed', path: row.display_path, failure, imageId: row.image_id }
}
