import { Button } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { ask, useAct } from '#renderer/bridge.ts'
import { failureWords } from '#renderer/messages/failure-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { say } from '#renderer/messages/words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { partWords } from '#renderer/parts/words.ts'
import { tell } from '#renderer/shell/notices.ts'
import type { Problem } from '#shared/jobs.ts'
import { intakeWords } from './words.ts'

const kinds = {
  refused: 'kindRefused',
  failed: 'kindFailed',
  skipped: 'kindSkipped',
  conflict: 'kindConflict',
} as const

type Props = { readonly jobId: number; readonly onClose: () => void }

/** Every file of a job that is not simply in, with the reason; savable, and conflicts can be decided. */
export function ProblemsDialog({ jobId, onClose }: Props) {
  const t = useWords(intakeWords)
  const parts = useWords(partWords)
  const save = useAct('job:save-problems', {
    onSuccess: (saved) => saved && tell({ tone: 'information', text: t('saved', { rows: saved.rows }) }),
  })
  const pages = useInfiniteQuery({
    queryKey: ['job:problems', jobId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ask('job:problems', { jobId, limit: 200, ...(pageParam !== undefined && { after: pageParam }) }),
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Dialog title={t('problemsTitle')} size="90%" onClose={onClose}>
      <div className="page-head">
        <Button onClick={() => save.mutate({ jobId })} loading={save.isPending} disabled={rows.length === 0}>
          {t('save')}
        </Button>
      </div>
      {pages.error && <Trouble error={pages.error} />}
      {pages.isPending && <p className="quiet">{parts('loading')}</p>}
      {pages.data && rows.length === 0 && <p>{t('problemsNone')}</p>}
      {rows.length > 0 && (
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('columnKind')}</th>
              <th scope="col">{t('columnFile')}</th>
              <th scope="col">{t('columnWhy')}</th>
              <th scope="col">{t('columnAction')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((problem) => (
              <ProblemRow key={`${problem.kind} ${problem.id}`} problem={problem} />
            ))}
          </tbody>
        </table>
      )}
      {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{parts('more')}</Button>}
    </Dialog>
  )
}

function ProblemRow({ problem: { kind, path, failure, what, imageId } }: { readonly problem: Problem }) {
  const t = useWords(intakeWords)
  const language = useLanguage()
  return (
    <tr>
      <td>{t(kinds[kind])}</td>
      <td className="file-path">{path}</td>
      <td>
        {kind === 'conflict' && !failure && say(failureWords, language, 'conflict')}
        {failure ? `${say(failureWords, language, failure.kind)}: ${failure.message}` : what}
      </td>
      <td>{kind === 'conflict' && imageId !== undefined && <Decide imageId={imageId} />}</td>
    </tr>
  )
}

/** Two files claim to be one image: a person says which of them it is. */
function Decide({ imageId }: { readonly imageId: number }) {
  const t = useWords(intakeWords)
  const client = useQueryClient()
  const resolve = useAct('conflict:resolve', {
    onSuccess: () => void client.invalidateQueries({ queryKey: ['job:problems'] }),
  })
  const choices = { first: 'keepFirst', second: 'keepSecond', both: 'keepBoth' } as const
  return (Object.keys(choices) as (keyof typeof choices)[]).map((keep) => (
    <Button key={keep} size="compact-xs" onClick={() => resolve.mutate({ imageId, keep })}>
      {t(choices[keep])}
    </Button>
  ))
}
