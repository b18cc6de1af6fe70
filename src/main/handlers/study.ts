import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'

type Studies = Pick<
  Handlers,
  'study:get' | 'study:delete' | 'study:prefetch' | 'patient:merge' | 'patient:unmerge' | 'conflict:resolve'
>

/** Studies and whose they are. */
export function studyHandlers({ engine: { store }, frames, list }: Shell): Studies {
  const changing =
    <I, O>(change: (input: I) => Promise<O>) =>
    async (input: I): Promise<O> => {
      const outcome = await change(input)
      void list.look()
      return outcome
    }
  return {
    'study:get': store.studyGet,
    'study:delete': changing(store.studyDelete),
    'study:prefetch': async ({ studyId }) => {
      await store.studyPrefetch({ studyId })
      // Decoded ahead, and nobody waits for it.
      void frames.prefetchStudy(studyId)
    },
    'patient:merge': changing(store.patientMerge),
    'patient:unmerge': changing(store.patientUnmerge),
    'conflict:resolve': changing(store.conflictResolve),
  }
}
