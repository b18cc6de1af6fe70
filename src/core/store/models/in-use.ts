import type { ModelInUse } from '#core/pipeline/ports.ts'
import type { Store } from '#core/store/store.ts'
import { askedModels } from '#core/store/analysis/queue.ts'
import { type ModelRecord, readModels } from './installed.ts'
import { siteThresholds } from './thresholds.ts'

/**
 * The model versions that a run needs: those named, else the ones in use; their gates; and whatever has analyses in the
 * queue, so that no run answers for a model that it did not bring.
 */
export function modelsInUse(store: Store, names: readonly string[] | undefined): readonly ModelInUse[] {
  const waiting = store
    .sql(`SELECT DISTINCT model_sha256 FROM analyses WHERE state IN ('queued', 'running') AND replaced = 0`)
    .pluck()
    .all() as string[]
  const alsoWaiting = readModels(store).filter(
    ({ sha256, installed, state }) => waiting.includes(sha256) && installed === 1 && state !== 'disabled',
  )
  const behind = alsoWaiting.flatMap(({ manifest: { gate } }) => (gate ? askedModels(store, [gate]) : []))
  const all = new Map([...askedModels(store, names), ...behind, ...alsoWaiting].map((model) => [model.sha256, model]))
  return [...all.values()].map((model) => toModelInUse(store, model))
}

function toModelInUse(store: Store, { sha256, model_id, version, manifest, folder, state }: ModelRecord): ModelInUse {
  return {
    version: { id: model_id, version, sha256 },
    manifest,
    folder,
    thresholds: store.options.rules.thresholdsInUse(manifest, siteThresholds(store, sha256)),
    shadow: state === 'shadow',
  }
}
