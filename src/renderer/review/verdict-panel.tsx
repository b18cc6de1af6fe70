import { type RefObject, useState } from 'react'
import { useAct } from '#renderer/bridge.ts'
import { useKeyNames } from '#renderer/keys/key-names.ts'
import { useShortcuts } from '#renderer/keys/use-shortcuts.ts'
import { wordTime } from '#renderer/messages/dates.ts'
import { verdictWords } from '#renderer/messages/domain-words.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { tell } from '#renderer/shell/notices.ts'
import { type Mark, type Reading, verdicts } from '#shared/domain.ts'
import type { StudyDetail } from '#shared/study.ts'
import { reviewWords } from './words.ts'

type Verdict = (typeof verdicts)[number]
const keys: Readonly<Record<Verdict, string>> = { normal: 'n', abnormal: 'a', 'technically-limited': 't' }

type Props = {
  readonly study: StudyDetail
  readonly marks: readonly Mark[]
  /** False while a reader changed marks and did not commit them. */
  readonly areKept: boolean
  /** The reader's own reading in force, which another takes the place of with its comment and marks. */
  readonly own: Reading | undefined
  readonly commentField: RefObject<HTMLTextAreaElement | null>
  readonly onCommitted: () => void
  readonly onNext: () => void
}

/** A verdict by one key, with a comment and the marks; a reading is a new record, and undoing one leaves it in the history. */
export function VerdictPanel({ study, marks, areKept, own, commentField, onCommitted, onNext }: Props) {
  const t = useWords(reviewWords)
  const tv = useWords(verdictWords)
  const language = useLanguage()
  const named = useKeyNames()
  const [comment, setComment] = useState(own?.comment ?? '')
  const [basis, setBasis] = useState(own?.id)
  if (basis !== own?.id) {
    setBasis(own?.id)
    setComment(own?.comment ?? '')
  }
  const [decides, setDecides] = useState(false)
  const commit = useAct('reading:commit', { onSuccess: onCommitted })
  const undo = useAct('reading:undo', { onSuccess: onCommitted })
  const summary = useAct('reading:summary', {
    onSuccess: (saved) => saved && tell({ tone: 'information', text: t('summarySaved') }),
  })
  const give = (verdict: Verdict) => {
    if (commit.isPending) return
    commit.mutate({
      studyId: study.studyId,
      verdict,
      comment,
      marks: [...marks],
      role: decides ? 'adjudicator' : 'reader',
      ...(own && !decides ? { supersedes: own.id } : {}),
    })
  }
  const readers = new Set(study.readings.map((reading) => reading.reader))
  useShortcuts(t('verdict'), [
    ...verdicts.map((verdict) => ({ keys: [keys[verdict]], name: tv(verdict), run: () => give(verdict) })),
    { keys: ['Ctrl+z'], name: t('undoLong'), run: () => own && undo.mutate({ readingId: own.id }) },
    ...(readers.size > 1 ? [{ keys: ['Shift+A'], name: t('adjudicate'), run: () => setDecides(!decides) }] : []),
    { keys: ['s'], name: t('summary'), run: () => summary.mutate({ studyId: study.studyId }) },
  ])
  return (
    <section aria-label={t('review')} className="verdict-panel">
      <h2>{t('verdict')}</h2>
      <div className="side-buttons verdicts">
        {verdicts.map((verdict) => (
          <button key={verdict} type="button" aria-pressed={own?.verdict === verdict} onClick={() => give(verdict)}>
            {tv(verdict)} <kbd>{keys[verdict].toUpperCase()}</kbd>
          </button>
        ))}
      </div>
      {!areKept && <p className="strong-notice">{t('saveMarks')}</p>}
      <label>
        {t('comment')} <kbd>C</kbd>
        <textarea
          ref={commentField}
          rows={2}
          maxLength={4_000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      </label>
      {readers.size > 1 && (
        <label>
          <input type="checkbox" checked={decides} onChange={(event) => setDecides(event.target.checked)} />{' '}
          {t('adjudicate')} <kbd>{named('Shift+A')}</kbd>
        </label>
      )}
      <div className="side-buttons">
        <button type="button" className="go-on" onClick={onNext}>
          {t('next')} <kbd>X</kbd>
        </button>
        <button
          type="button"
          disabled={!own}
          title={own ? t('undoLong') : t('readFirst')}
          onClick={() => own && undo.mutate({ readingId: own.id })}
        >
          {t('undo')} <kbd>{named('Ctrl+z')}</kbd>
        </button>
        <button
          type="button"
          disabled={study.readings.length === 0}
          title={study.readings.length === 0 ? t('readFirst') : undefined}
          onClick={() => summary.mutate({ studyId: study.studyId })}
        >
          {t('summary')} <kbd>S</kbd>
        </button>
      </div>
      {study.readings.length > 0 && (
        <>
          <h3>{t('readings')}</h3>
          <ul className="readings">
            {study.readings.map((reading) => (
              <li key={reading.id}>
                {t('readingLine', {
                  reader: reading.reader,
                  verdict: tv(reading.verdict),
                  time: wordTime(reading.committedAt, language),
                })}
                {reading.unaided && <span className="quiet"> · {t('unaidedReading')}</span>}
                {reading.role === 'adjudicator' && <span className="quiet"> · {t('adjudicator')}</span>}
                {reading.comment !== '' && <p className="quiet">{reading.comment}</p>}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
