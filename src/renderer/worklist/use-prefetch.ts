import { useEffect } from 'react'
import { useAct } from '#renderer/bridge.ts'

/** A study that stays chosen so long is likely to be opened; one that the keys run past is not. */
const staysMs = 200

/** Has the chosen study decoded before it is opened. */
export function usePrefetch(studyId: number | undefined): void {
  const { mutate } = useAct('study:prefetch', { ownTrouble: true })
  useEffect(() => {
    if (studyId === undefined) return undefined
    const timer = setTimeout(() => mutate({ studyId }), staysMs)
    return () => clearTimeout(timer)
  }, [studyId, mutate])
}
