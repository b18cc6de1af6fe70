import { Button, Progress } from '@mantine/core'
import { useState } from 'react'
import { wordSeconds } from '#renderer/messages/dates.ts'
import { failureWords } from '#renderer/messages/failure-words.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { say } from '#renderer/messages/words.ts'
import { useSettings } from '#renderer/shell/app-state.ts'
import type { RequestOf } from '#shared/contract.ts'
import type { Job } from '#shared/jobs.ts'
import { CancelDialog } from './cancel-dialog.tsx'
import { ProblemsDialog } from './problems-dialog.tsx'
import { progressOf, troubled } from './progress.ts'
import { intakeWords } from './words.ts'

type Action = RequestOf<'job:control'>['action']
type Props = {
  readonly job: Job
  /** The keys are for this one. */
  readonly isFirst: boolean
  readonly onControl: (action: Action) => void
}

/** What models made of it: not for a person who reads unaided. */
const ofModels: ReadonlySet<string> = new Set(['notAssessed', 'failed'])
const told = ['imported', 'duplicate', 'conflict', 'refused', 'skipped', 'notAssessed', 'failed'] as const

/** One job: how far, how fast, how long still, and what did not simply go in. */
export function JobRow({ job, isFirst, onControl }: Props) {
  const t = useWords(intakeWords)
  const language = useLanguage()
  const [open, setOpen] = useState<'problems' | 'cancel'>()
  const isUnaided = useSettings()?.unaidedFirst ?? true
  const { files, analyses, part } = progressOf(job)
  const isOpen = job.state === 'running' || job.state === 'paused' || job.state === 'waiting'
  const name = job.sources.map((source) => source.split(/[/\\]/).findLast((piece) => piece !== '') ?? source).join(', ')
  const mayRetry = !isOpen && job.counts.failed + job.counts.refused > 0
  useShortcuts(
    t('jobsKeys'),
    [
      { keys: ['c'], name: t('cancel'), run: () => isOpen && setOpen('cancel') },
      { keys: ['Shift+R'], name: t('retry'), run: () => mayRetry && onControl('retry') },
      { keys: ['e'], name: t('problems'), run: () => troubled(job) && setOpen('problems') },
    ],
    isFirst,
  )
  return (
    <li className="job-row">
      <div className="job-text">
        <strong title={job.sources.join('\n')}>
          {t(job.kind)} {name}
        </strong>
        <span className="chip">{t(job.state)}</span>
        {isOpen && (
          <span className="number quiet">
            {job.walked ? t('progress', files) : t('finding', { n: files.all })}
            {analyses.all > 0 && ` · ${t('analysed', analyses)}`}
            {job.ratePerSecond !== undefined &&
              ` · ${t('rate', { rate: job.ratePerSecond.toLocaleString(language, { maximumFractionDigits: 1 }) })}`}
            {job.secondsLeft !== undefined && ` · ${t('left', { time: wordSeconds(job.secondsLeft) })}`}
          </span>
        )}
        <span className="number">
          {told
            .filter((key) => job.counts[key] > 0 && !(isUnaided && ofModels.has(key)))
            .map((key) => t(key, { n: job.counts[key] }))
            .join(' · ')}
        </span>
        {job.waitingFor && (
          <span className="trouble">
            ⚠ {t('waits', { why: say(failureWords, language, job.waitingFor.kind) })}: {job.waitingFor.message}
          </span>
        )}
        <span className="space" />
        {job.state === 'running' && <Act name={t('pause')} onClick={() => onControl('pause')} />}
        {(job.state === 'paused' || job.state === 'waiting') && (
          <Act name={t('resume')} onClick={() => onControl('resume')} />
        )}
        {isOpen && <Act name={t('cancel')} onClick={() => setOpen('cancel')} />}
        {mayRetry && <Act name={t('retry')} onClick={() => onControl('retry')} />}
        {troubled(job) && <Act name={t('problems')} onClick={() => setOpen('problems')} />}
      </div>
      {isOpen && <Progress value={part * 100} size={3} aria-label={`${t(job.kind)} ${name}`} />}
      {open === 'problems' && <ProblemsDialog jobId={job.id} onClose={() => setOpen(undefined)} />}
      {open === 'cancel' && (
        <CancelDialog
          onClose={() => setOpen(undefined)}
          onCancel={() => {
            onControl('cancel')
            setOpen(undefined)
          }}
        />
      )}
    </li>
  )
}

function Act({ name, onClick }: { readonly name: string; readonly onClick: () => void }) {
  return (
    <Button size="compact-xs" onClick={onClick}>
      {name}
    </Button>
  )
}
