import { useAct } from '#renderer/bridge.ts'

/** The ways to take files in; each ends with a job that the progress line shows. */
export function useIntake(): { readonly choose: (what: 'files' | 'folder') => void; readonly samples: () => void } {
  const choose = useAct('intake:choose')
  const samples = useAct('intake:samples')
  return {
    choose: (what) => choose.mutate({ what }),
    samples: () => samples.mutate(undefined),
  }
}
