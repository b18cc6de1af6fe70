import { activeVersions, type ModelRecord, readModels, shadowVersions } from '#core/store/models/installed.ts'
import type { Store } from '#core/store/store.ts'

/**
 * The model versions that are asked: those named, else the ones in use; with each, the gate that stands before it.
 * A named model may be any that is installed and not disabled.
 */
export function askedModels(store: Store, names: readonly string[] | undefined): readonly ModelRecord[] {
  const models = readModels(store)
  const usable = models.filter(
    ({ installed, state }) => installed === 1 && state !== 'disabled' && state !== 'unusable',
  )
  const newest = new Map(usable.map((model) => [model.model_id, model]))
  const active = activeVersions(models)
  const byName = (name: string) =>
    active.get(name) ?? newest.get(name) ?? usable.find(({ sha256 }) => sha256 === name) ?? []
  const asked = names ? names.flatMap(byName) : [...active.values(), ...shadowVersions(models)]
  const gates = asked.flatMap(({ manifest: { gate } }) => (gate === undefined ? [] : byName(gate)))
  return [...new Set([...gates, ...asked])]
}

/** Queues what a job asks of an image, where it was not asked before; gives how many analyses that are. */
export function queueForJob(store: Store, jobId: number, imageId: number): number {
  const job = store.sql('SELECT analyse, models FROM jobs WHERE id = ?').get(jobId) as {
    analyse: number
    models: string | null
  }
  if (job.analyse === 0) return 0
  const names = job.models === null ? undefined : (JSON.parse(job.models) as string[])
  return queueImage(store, jobId, imageId, askedModels(store, names))
}

/** Queues an image for model versions that have no result of it, frame by frame where the model takes frames. */
export function queueImage(store: Store, jobId: number, imageId: number, models: readonly ModelRecord[]): number {
  const { frames } = store.sql('SELECT frames FROM images WHERE id = ?').get(imageId) as { frames: number }
  const insert = store.sql(
    `INSERT INTO analyses (image_id, frame, model_sha256, job_id, state) VALUES (?, ?, ?, ?, 'queued')
     ON CONFLICT (image_id, frame, model_sha256) WHERE replaced = 0 DO NOTHING`,
  )
  let queued = 0
  for (const { sha256, manifest } of models) {
    const asked = manifest.scope.multiFrame ? frames : 1
    for (let frame = 1; frame <= asked; frame += 1) queued += insert.run(imageId, frame, sha256, jobId).changes
  }
  return queued
}
