import { TriageError } from '#shared/errors.ts'
import type { ThresholdRecord } from '#shared/evaluation.ts'
import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'
import { catchUp, markModelIdDue } from '#core/store/worklist/due.ts'
import { requireModel } from './list.ts'
import { insertThreshold, withdrawThreshold } from './thresholds.ts'

export type ThresholdChoice = {
  readonly modelId: string
  readonly sha256: string
  readonly label: string
  readonly value: number
  readonly basis: string
}

/** Puts a threshold of this site in force for one label of one model version; the list follows. */
export async function chooseThreshold(store: Store, choice: ThresholdChoice): Promise<ThresholdRecord> {
  const { modelId, sha256, label, value, basis } = choice
  const { manifest } = requireModel(store, modelId, sha256)
  if (!manifest.labels.some((each) => each.name === label && !each.hidden)) {
    throw new TriageError('bad-argument', 'Expected a label of this model; it has none of that name.', 'store')
  }
  if (!Number.isFinite(value)) throw new TriageError('bad-argument', 'Expected a threshold that is a number.', 'store')
  const setBy = actorOf(store)
  const record = store.commit(() => {
    markModelIdDue(store, modelId)
    return insertThreshold(store, { modelId, modelSha256: sha256, label, value, setAt: store.now(), setBy, basis })
  }, [{ action: 'threshold', actor: setBy, subject: `model:${modelId}`, detail: { sha256, label, value } }])
  await catchUp(store)
  return record
}

/** Goes back to the threshold that was in force before; undefined when that is the author's. */
export async function revertThreshold(
  store: Store,
  { modelId, sha256, label }: Pick<ThresholdChoice, 'modelId' | 'sha256' | 'label'>,
): Promise<ThresholdRecord | undefined> {
  requireModel(store, modelId, sha256)
  const before = store.commit(() => {
    markModelIdDue(store, modelId)
    return withdrawThreshold(store, modelId, sha256, label)
  }, [
    {
      action: 'threshold',
      actor: actorOf(store),
      subject: `model:${modelId}`,
      detail: { sha256, label, reverted: true },
    },
  ])
  await catchUp(store)
  return before
}
