import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'

type Thresholds = Pick<
  Handlers,
  'threshold:list' | 'threshold:set' | 'threshold:revert' | 'recalibration:revert' | 'cohort:list' | 'cohort:create'
>

/** What the site chose for a model version, and the cases that it was chosen on. */
export function thresholdHandlers({ engine: { store }, list }: Shell): Thresholds {
  const changing =
    <I, O>(change: (input: I) => Promise<O>) =>
    async (input: I): Promise<O> => {
      const outcome = await change(input)
      void list.look()
      return outcome
    }
  return {
    'threshold:list': store.thresholdList,
    'threshold:set': changing(store.thresholdSet),
    'threshold:revert': changing(store.thresholdRevert),
    'recalibration:revert': store.recalibrationRevert,
    'cohort:list': store.cohortList,
    'cohort:create': store.cohortCreate,
  }
}
