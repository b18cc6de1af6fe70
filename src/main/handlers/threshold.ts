import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'
import { changing } from './changing.ts'

type Thresholds = Pick<
  Handlers,
  'threshold:list' | 'threshold:set' | 'threshold:revert' | 'recalibration:revert' | 'cohort:list' | 'cohort:create'
>

/** What the site chose for a model version, and the cases that it was chosen on. */
export function thresholdHandlers(shell: Shell): Thresholds {
  const {
    engine: { store },
  } = shell
  const change = changing(shell)
  return {
    'threshold:list': store.thresholdList,
    'threshold:set': change(store.thresholdSet),
    'threshold:revert': change(store.thresholdRevert),
    'recalibration:revert': store.recalibrationRevert,
    'cohort:list': store.cohortList,
    'cohort:create': store.cohortCreate,
  }
}
