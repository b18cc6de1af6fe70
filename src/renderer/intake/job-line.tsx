import { Button } from '@mantine/core'
import { useState } from 'react'
import { useAct } from '#renderer/bridge.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import { JobRow } from './job-row.tsx'
import { useAdoptJob, useJobs } from './use-jobs.ts'
import { intakeWords } from './words.ts'
import './intake.css'

/** What is being taken in: the jobs under way, and on request those of the past. */
export function JobLine() {
  const t = useWords(intakeWords)
  const jobs = useJobs()
  const [all, setAll] = useState(false)
  const control = useAct('job:control', { onSuccess: useAdoptJob() })
  const current = jobs.find(({ state }) => state === 'running' || state === 'paused')
  useShortcuts(t('jobsKeys'), [
    { keys: ['i'], name: t('showJobs'), run: () => setAll(!all) },
    {
      keys: ['p'],
      name: t('pauseKey'),
      run: () =>
        current && control.mutate({ jobId: current.id, action: current.state === 'running' ? 'pause' : 'resume' }),
    },
  ])
  if (jobs.length === 0) return null
  const open = jobs.filter(({ state }) => state !== 'done' && state !== 'cancelled')
  const shown = all ? jobs : open.length > 0 ? open : jobs.slice(0, 1)
  return (
    <section className="job-line" aria-label={t('jobs')}>
      <ul>
        {shown.map((job, i) => (
          <JobRow
            key={job.id}
            job={job}
            isFirst={i === 0}
            onControl={(action) => control.mutate({ jobId: job.id, action })}
          />
        ))}
      </ul>
      {(all || jobs.length > shown.length) && (
        <Button variant="subtle" size="compact-xs" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? t('hideJobs') : t('allJobs', { n: jobs.length })}
        </Button>
      )}
    </section>
  )
}
