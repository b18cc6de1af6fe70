import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ask, useAnswer } from '#renderer/bridge.ts'
import { wordTime } from '#renderer/messages/dates.ts'
import { verdictWords } from '#renderer/messages/domain-words.ts'
import { wordPersonName } from '#renderer/messages/person-name.ts'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Dialog } from '#renderer/parts/dialog.tsx'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { partWords } from '#renderer/parts/words.ts'
import { openStudy } from '#renderer/shell/route.ts'
import type { ReplyOf } from '#shared/contract.ts'
import { worklistWords } from './words.ts'

type Row = ReplyOf<'discordance:list'>['rows'][number]

/** Studies in which a reader differs from the model or from another reader, the highest score first. */
export function DiscordanceDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useWords(worklistWords)
  const parts = useWords(partWords)
  const pages = useInfiniteQuery({
    queryKey: ['discordance:list'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ask('discordance:list', { limit: 100, ...(pageParam !== undefined && { after: pageParam }) }),
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  })
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? []
  return (
    <Dialog title={t('discordanceTitle')} size="xl" onClose={onClose}>
      {pages.error && <Trouble error={pages.error} />}
      {pages.isPending && <p className="quiet">{parts('loading')}</p>}
      {pages.data && rows.length === 0 && <p>{t('discordanceNone')}</p>}
      {rows.length > 0 && (
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('columnPatient')}</th>
              <th scope="col">{t('kind')}</th>
              <th scope="col">{t('modelFound')}</th>
              <th scope="col">{t('readersFound')}</th>
              <th scope="col">{t('adjudicated')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('open')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <DiscordanceRow key={`${row.studyId} ${row.kind}`} row={row} onClose={onClose} />
            ))}
          </tbody>
        </table>
      )}
      {pages.hasNextPage && <Button onClick={() => void pages.fetchNextPage()}>{parts('more')}</Button>}
    </Dialog>
  )
}

function DiscordanceRow({ row, onClose }: { readonly row: Row; readonly onClose: () => void }) {
  const t = useWords(worklistWords)
  const verdicts = useWords(verdictWords)
  const language = useLanguage()
  const models = useAnswer('model:list', undefined).data ?? []
  const flags = (label: string) =>
    models.some(({ manifest }) => manifest.labels.some((one) => one.name === label && one.flags))
  const score = row.score === undefined ? undefined : wordScore(row.score, undefined, language)
  const open = () => {
    onClose()
    openStudy(row.studyId)
  }
  return (
    <tr>
      <td>
        {wordPersonName(row.patientName) || t('noName')}
        <div className="quiet">
          {[row.patientId || t('studyNumber', { id: row.studyId }), wordTime(row.acquiredAt, language)]
            .filter(Boolean)
            .join(' · ')}
        </div>
      </td>
      <td>{t(row.kind === 'reader-model' ? 'readerModel' : 'readerReader')}</td>
      <td>
        {[
          ...new Set(row.findings.map(({ label }) => label).filter(flags)),
          ...(score ? [`${t('score')} ${score}`] : []),
        ].join(', ')}
      </td>
      <td>{row.readings.map(({ reader, verdict }) => `${reader}: ${verdicts(verdict)}`).join('; ')}</td>
      <td>{row.adjudicated ? t('yes') : t('no')}</td>
      <td>
        <Button size="compact-xs" onClick={open}>
          {t('openToDecide')}
        </Button>
      </td>
    </tr>
  )
}
