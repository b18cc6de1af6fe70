import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { useSettings } from '#renderer/shell/app-state.ts'
import type { Evaluation } from '#shared/evaluation.ts'
import { evaluationWords } from './words.ts'

const shown = 100

type Props = { readonly evaluation: Evaluation; readonly threshold: number }

/** The positive cases below the threshold. While readers read unaided they would tell of single studies, and stay away. */
export function MissedCases({ evaluation, threshold }: Props) {
  const t = useWords(evaluationWords)
  const language = useLanguage()
  const isUnaided = useSettings()?.unaidedFirst ?? true
  if (isUnaided) return null
  const missed = evaluation.missed.filter(({ score }) => score < threshold)
  return (
    <>
      <h2>{t('missed')}</h2>
      {missed.length === 0 ? (
        <p className="quiet">{t('missedNone')}</p>
      ) : (
        <ul className="case-list">
          {missed.slice(0, shown).map(({ studyId, score }) => (
            <li key={`${studyId} ${score}`}>
              <a href={`#/study/${studyId}`}>{t('openStudy', { id: studyId })}</a>{' '}
              <span className="number">{wordScore(score, threshold, language)}</span>
            </li>
          ))}
          {missed.length > shown && <li className="quiet">…</li>}
        </ul>
      )}
    </>
  )
}
