import { useQueryClient } from '@tanstack/react-query'
import { useAnswer, useEvent } from '#renderer/bridge.ts'
import type { Job } from '#shared/jobs.ts'
import { withJob } from './progress.ts'

/** All jobs, the latest first, kept up to date by what main tells. */
export function useJobs(): readonly Job[] {
  const client = useQueryClient()
  const { data } = useAnswer('job:list', undefined, { staleTime: Infinity })
  const adopt = useAdoptJob()
  useEvent('job:progress', adopt)
  useEvent('intake:started', () => void client.invalidateQueries({ queryKey: ['job:list'] }))
  return (data ?? []).toSorted((a, b) => b.id - a.id)
}

/** Takes over what main says of a job. */
export function useAdoptJob(): (job: Job) => void {
  const client = useQueryClient()
  return (job) => client.setQueryData<readonly Job[]>(['job:list', undefined], (jobs) => withJob(jobs ?? [], job))
}
