import { setImmediate as breathe } from 'node:timers/promises'
import { createJob } from '#core/store/intake/jobs.ts'
import type { Store } from '#core/store/store.ts'
import { refreshStudies } from '#core/store/worklist/refresh.ts'
import { askedModels, queueImage } from './queue.ts'

const slice = 200

export type QueueRequest = {
  /** Absent: every image. */
  readonly studyIds?: readonly number[] | undefined
  /** Ids or SHA-256; absent: the models in use. */
  readonly models?: readonly string[] | undefined
  /** True: results that are there, stale or failed, are made again; the old ones are kept as replaced. */
  readonly again?: boolean | undefined
}

/** Makes a job of analysing images that are stored already, by models that have not judged them. Slice by slice. */
export async function queueAnalyses(store: Store, request: QueueRequest): Promise<{ jobId: number; queued: number }> {
  const models = askedModels(store, request.models)
  const jobId = createJob(store, {
    kind: 'analyse',
    sources: [],
    copy: 'automatic',
    analyse: true,
    models: request.models,
  })
  let queued = 0
  for (let after = 0; ;) {
    const images = nextImages(store, after, request.studyIds)
    if (images.length === 0) return { jobId, queued }
    queued += store.keep(() => {
      let added = 0
      for (const { id } of images) {
        if (request.again) for (const { sha256 } of models) replaceResult(store, id, sha256)
        added += queueImage(store, jobId, id, models)
      }
      refreshStudies(
        store,
        images.map(({ study_id }) => study_id),
      )
      return added
    })
    after = images.at(-1)?.id ?? after
    await breathe()
  }
}

function nextImages(store: Store, after: number, studyIds: readonly number[] | undefined) {
  const chosen = studyIds ? 'study_id IN (SELECT value FROM json_each(:studies))' : 'TRUE'
  return store
    .sql(`SELECT id, study_id FROM images WHERE id > :after AND set_aside = 0 AND ${chosen} ORDER BY id LIMIT ${slice}`)
    .all({ after, ...(studyIds ? { studies: JSON.stringify(studyIds) } : {}) }) as { id: number; study_id: number }[]
}

function replaceResult(store: Store, imageId: number, sha256: string): void {
  store
    .sql(
      `UPDATE analyses SET replaced = 1 WHERE image_id = ? AND model_sha256 = ? AND replaced = 0
       AND state NOT IN ('queued', 'running')`,
    )
    .run(imageId, sha256)
}
