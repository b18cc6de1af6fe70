// Lines of a virtual list are placed one by one, which those of a table cannot be.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { memo } from 'react'
import { wordTime } from '#renderer/messages/dates.ts'
import { groupWords, verdictWords } from '#renderer/messages/domain-words.ts'
import { wordPersonName } from '#renderer/messages/person-name.ts'
import { wordReason } from '#renderer/messages/reason-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import type { Reason } from '#shared/domain.ts'
import { GroupMark } from './group-mark.tsx'
import type { Entry } from './list-state.ts'
import { JudgedBy } from './judged-by.tsx'
import { Thumbnail } from './thumbnail.tsx'
import { worklistWords } from './words.ts'

type Props = { readonly entry: Entry }

/** One study in the list: where it stands and why, whose it is, and what a reader said. */
export const StudyRow = memo(function StudyRow({ entry: { row, place } }: Props) {
  const t = useWords(worklistWords)
  const groups = useWords(groupWords)
  const verdicts = useWords(verdictWords)
  const language = useLanguage()
  const conflict = row.reasons.some(({ code }) => code === 'conflict')
  return (
    <>
      <span role="gridcell" className="cell-state">
        {row.group && (
          <>
            <GroupMark group={row.group} />
            <span>{row.level ?? groups(row.group)}</span>
            {place && row.group !== place && <span className="chip">{t('wasIn', { group: groups(place) })}</span>}
          </>
        )}
      </span>
      <span role="gridcell">
        <Thumbnail imageId={row.thumbnailImageId} />
      </span>
      <span role="gridcell" className="two-lines">
        <span className="main named">
          <span>{wordPersonName(row.patientName) || t('noName')}</span>
          {row.patientWarning && (
            <span className="chip chip-warning" title={t('patientWarningMeaning')}>
              ⚠ {t('patientWarning')}
            </span>
          )}
        </span>
        <span className="quiet">
          {[
            row.patientId,
            row.patientSex,
            row.patientBirthDate && t('born', { date: wordTime(row.patientBirthDate, language) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
      <span role="gridcell" className="two-lines">
        <span className="main">{[row.modality, row.studyDescription].filter((part) => part !== '').join(' · ')}</span>
        <span className="quiet">
          {[wordTime(row.acquiredAt, language), row.accessionNumber].filter((part) => part !== '').join(' · ')}
        </span>
      </span>
      <span role="gridcell" className="two-lines">
        <Reasons reasons={row.reasons} />
        <span className="quiet">
          {row.stale && (
            <span className="chip chip-warning" title={t('staleMeaning')}>
              ↺ {t('stale')}
            </span>
          )}
          {conflict && <span className="chip chip-warning">⚠ {t('conflict')}</span>}
          <JudgedBy reasons={row.reasons} />
        </span>
      </span>
      <span role="gridcell" className="two-lines">
        <span>{row.images === 1 ? t('oneImage') : t('images', { n: row.images })}</span>
        {row.queued > 0 && row.group !== undefined && (
          <span className="quiet">{t('analysing', { n: row.queued })}</span>
        )}
      </span>
      <span role="gridcell" className={row.read ? 'cell-read' : 'cell-unread'}>
        {row.read ? `✓ ${row.verdict ? verdicts(row.verdict) : t('read')}` : t('unreadRow')}
      </span>
    </>
  )
})

function Reasons({ reasons }: { readonly reasons: readonly Reason[] }) {
  const t = useWords(worklistWords)
  const language = useLanguage()
  const worded = reasons.map((reason) => wordReason(reason, language))
  const [first = '', ...rest] = [...new Set(worded)]
  return (
    <span className="main reason" title={worded.join('\n')}>
      {first}
      {rest.length > 0 && <span className="quiet"> {t('moreReasons', { n: rest.length })}</span>}
    </span>
  )
}
