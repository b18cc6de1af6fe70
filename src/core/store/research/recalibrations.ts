import { TriageError } from '#shared/errors.ts'
import { actorOf } from '#core/store/intake/items.ts'
import { requireModel } from '#core/store/models/list.ts'
import type { Store } from '#core/store/store.ts'

/** A map from score to probability, fitted on this site's cases for one model version and label. */
export type Recalibration = {
  readonly modelId: string
  readonly sha256: string
  readonly label: string
  readonly kind: 'platt' | 'isotonic'
  readonly curve: readonly { readonly score: number; readonly probability: number }[]
  readonly basis: string
}

type Row = {
  readonly label: string
  readonly kind: Recalibration['kind']
  readonly curve: string
  readonly basis: string
}

/** Puts a recalibration in force; the one before it stays as history. Scores stay as they are. */
export function acceptRecalibration(store: Store, recalibration: Recalibration): void {
  const { modelId, sha256, label, kind, curve, basis } = recalibration
  requireModel(store, modelId, sha256)
  store.commit(() => {
    withdraw(store, sha256, label)
    store
      .sql(
        `INSERT INTO recalibrations (model_sha256, label, kind, curve, basis, accepted_at, accepted_by, in_force)
           VALUES (?, ?, ?, ?, ?, ?, ?, 1)`,
      )
      .run(sha256, label, kind, JSON.stringify(curve), basis, store.now(), actorOf(store))
  }, [{ action: 'recalibrate', actor: actorOf(store), subject: `model:${modelId}`, detail: { sha256, label, kind } }])
}

/** Takes the recalibration in force back: screens say score again. */
export function revertRecalibration(store: Store, modelId: string, sha256: string, label: string): void {
  requireModel(store, modelId, sha256)
  store.commit(() => {
    if (withdraw(store, sha256, label) === 0) {
      throw new TriageError('not-found', 'Expected a recalibration in force; there is none for that label.', 'store')
    }
  }, [
    {
      action: 'recalibrate',
      actor: actorOf(store),
      subject: `model:${modelId}`,
      detail: { sha256, label, reverted: true },
    },
  ])
}

const withdraw = (store: Store, sha256: string, label: string) =>
  store
    .sql('UPDATE recalibrations SET in_force = 0 WHERE model_sha256 = ? AND label = ? AND in_force = 1')
    .run(sha256, label).changes

/** The recalibrations in force for a model version. */
export function listRecalibrations(store: Store, modelId: string, sha256: string): Recalibration[] {
  const rows = store
    .sql('SELECT label, kind, curve, basis FROM recalibrations WHERE model_sha256 = ? AND in_force = 1 ORDER BY label')
    .all(sha256) as Row[]
  return rows.map(({ label, kind, curve, basis }) => ({
    modelId,
    sha256,
    label,
    kind,
    curve: JSON.parse(curve) as Recalibration['curve'],
    basis,
  }))
}
