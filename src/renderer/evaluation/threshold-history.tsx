import { useAnswer } from '#renderer/bridge.ts'
import { wordTime } from '#renderer/messages/dates.ts'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import { evaluationWords } from './words.ts'

type Props = { readonly modelId: string; readonly sha256: string; readonly label: string }

/** Who set which threshold when, on which cases; those of other versions are marked and hold no more. */
export function ThresholdHistory({ modelId, sha256, label }: Props) {
  const t = useWords(evaluationWords)
  const language = useLanguage()
  const records = useAnswer('threshold:list', { modelId })
  return (
    <>
      <h2>{t('history')}</h2>
      <Answer answer={records}>
        {(all) => {
          const own = all.filter((record) => record.label === label)
          if (own.length === 0) return <p className="quiet">{t('historyNone')}</p>
          return (
            <table className="data">
              <thead>
                <tr>
                  <th scope="col" className="number">
                    {t('threshold')}
                  </th>
                  <th scope="col">{t('origin')}</th>
                  <th scope="col">{t('when')}</th>
                  <th scope="col">{t('who')}</th>
                  <th scope="col">{t('basis')}</th>
                </tr>
              </thead>
              <tbody>
                {own.map(({ id, value, origin, setAt, setBy, basis, modelSha256 }) => (
                  <tr key={id}>
                    <td className="number">{wordScore(value, undefined, language)}</td>
                    <td>
                      {t(origin === 'site' ? 'ofSite' : origin)}{' '}
                      {modelSha256 !== sha256 && <span className="chip chip-warning">↺ {t('otherVersion')}</span>}
                    </td>
                    <td>{wordTime(setAt, language)}</td>
                    <td>{setBy}</td>
                    <td>{basis}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }}
      </Answer>
    </>
  )
}
