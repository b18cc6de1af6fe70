import { useAnswer } from '#renderer/bridge.ts'
import { wordTime } from '#renderer/messages/dates.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import { Cohorts } from './cohorts.tsx'
import { UnmatchedRows } from './unmatched-rows.tsx'
import { evaluationWords } from './words.ts'

/** The reference standards and cohorts of this workstation, with what did not find its case. */
export function ReferencesPanel() {
  const t = useWords(evaluationWords)
  const language = useLanguage()
  const sets = useAnswer('reference:list', undefined)
  return (
    <>
      <Answer answer={sets}>
        {(all) =>
          all.length === 0 ? (
            <p>{t('setsNone')}</p>
          ) : (
            all.map(({ id, name, importedAt, matched, unmatched }) => (
              <section className="panel" key={id} aria-label={name}>
                <h2>{name}</h2>
                <p>
                  {t('imported', { matched, unmatched: unmatched.length })}{' '}
                  <span className="quiet">{t('importedAt', { time: wordTime(importedAt, language) })}</span>
                </p>
                {unmatched.length > 0 && <UnmatchedRows rows={unmatched} />}
              </section>
            ))
          )
        }
      </Answer>
      <Cohorts />
    </>
  )
}
