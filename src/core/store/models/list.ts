import { TriageError } from '#shared/errors.ts'
import type { InstalledModel } from '#shared/models.ts'
import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'
import { catchUp, markModelIdDue } from '#core/store/worklist/due.ts'
import { type ModelRecord, readModels } from './installed.ts'

/** Every model version that is installed, with its standing here. */
export function listModels(store: Store): InstalledModel[] {
  const isConfirmed = store.sql('SELECT 1 FROM thresholds WHERE model_sha256 = ? AND in_force = 1')
  const recalibrations = store.sql(
    'SELECT label, curve FROM recalibrations WHERE model_sha256 = ? AND in_force = 1 ORDER BY label',
  )
  return readModels(store)
    .filter(({ installed }) => installed === 1)
    .map(({ manifest, bundled, state, why, card, sha256 }) => ({
      manifest,
      bundled: bundled === 1,
      state,
      ...(why === null ? {} : { why }),
      thresholdConfirmed: isConfirmed.get(sha256) !== undefined,
      recalibrations: (recalibrations.all(sha256) as { label: string; curve: string }[]).map(({ label, curve }) => ({
        label,
        curve: JSON.parse(curve) as InstalledModel['recalibrations'][number]['curve'],
      })),
      card,
    }))
}

/** Where a model version's files lie. */
export function modelFolder(store: Store, modelId: string, sha256: string): { folder: string; bundled: boolean } {
  const { folder, bundled } = requireModel(store, modelId, sha256)
  return { folder, bundled: bundled === 1 }
}

export function requireModel(store: Store, modelId: string, sha256: string): ModelRecord {
  const model = readModels(store).find((each) => each.model_id === modelId && each.sha256 === sha256)
  if (model?.installed !== 1) {
    throw new TriageError(
      'not-found',
      'Expected an installed model version; there is none of that id and SHA-256.',
      'store',
    )
  }
  return model
}

/** Puts a model version in use, beside it in shadow, or out of use. One version of a model judges at a time. */
export async function setModelState(
  store: Store,
  modelId: string,
  sha256: string,
  state: 'active' | 'shadow' | 'inactive',
): Promise<void> {
  requireModel(store, modelId, sha256)
  store.commit(() => {
    if (state === 'active') {
      store
        .sql(`UPDATE models SET state = 'inactive' WHERE model_id = ? AND state = 'active' AND sha256 <> ?`)
        .run(modelId, sha256)
    }
    store.sql('UPDATE models SET state = ?, why = NULL WHERE sha256 = ?').run(state, sha256)
    // Put in use again, it begins with a clean record.
    store.sql('DELETE FROM crashes WHERE model_sha256 = ?').run(sha256)
    markModelIdDue(store, modelId)
  }, [{ action: 'setting', actor: actorOf(store), subject: `model:${modelId}`, detail: { state, sha256 } }])
  await catchUp(store)
}

/** Takes a model version that was added here off the list; its results stay readable. Its files are the caller's to remove. */
export async function removeModel(store: Store, modelId: string, sha256: string): Promise<void> {
  const { bundled } = requireModel(store, modelId, sha256)
  if (bundled === 1)
    throw new TriageError('refused', 'Expected a model that was added here; this one came with the program.', 'store')
  store.commit(() => {
    store.sql('UPDATE models SET installed = 0 WHERE sha256 = ?').run(sha256)
    markModelIdDue(store, modelId)
  }, [{ action: 'model-remove', actor: actorOf(store), subject: `model:${modelId}`, detail: { sha256 } }])
  await catchUp(store)
}
