import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'
import { changing } from './changing.ts'

type Studies = Pick<
  Handlers,
  | 'study:get'
  | 'study:delete'
  | 'study:prefetch'
  | 'patient:find'
  | 'patient:merge'
  | 'patient:unmerge'
  | 'conflict:resolve'
>

/** Studies and whose they are. */
export function studyHandlers(shell: Shell): Studies {
  const {
    engine: { store },
    frames,
  } = shell
  const change = changing(shell)
  return {
    'study:get': store.studyGet,
    'study:delete': change(store.studyDelete),
    'study:prefetch': async ({ studyId }) => {
      await store.studyPrefetch({ studyId })
      // Decoded ahead, and nobody waits for it.
      void frames.prefetchStudy(studyId)
    },
    'patient:find': store.patientFind,
    'patient:merge': change(store.patientMerge),
    'patient:unmerge': change(store.patientUnmerge),
    'conflict:resolve': change(store.conflictResolve),
  }
}
