import { useAnswer } from '#renderer/bridge.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import { EstimateCells } from './estimate-cell.tsx'
import { evaluationWords } from './words.ts'

/** How far readers agree with each other and with models, beyond chance. */
export function AgreementPanel({ cohortId }: { readonly cohortId: number | undefined }) {
  const t = useWords(evaluationWords)
  const language = useLanguage()
  const agreement = useAnswer('evaluation:agreement', cohortId === undefined ? {} : { cohortId }, { staleTime: 0 })
  return (
    <Answer answer={agreement}>
      {({ pairs }) =>
        pairs.length === 0 ? (
          <p>{t('pairsNone')}</p>
        ) : (
          <table className="data">
            <thead>
              <tr>
                <th scope="col">{t('pair')}</th>
                <th scope="col" className="number">
                  {t('cases2')}
                </th>
                <th scope="col" className="number">
                  {t('agree')}
                </th>
                <th scope="col" className="number">
                  {t('kappa')}
                </th>
                <th scope="col" className="number">
                  {t('interval')}
                </th>
              </tr>
            </thead>
            <tbody>
              {pairs.map(({ a, b, n, agreement, kappa }) => (
                <tr key={`${a} ${b}`}>
                  <th scope="row">
                    {a} – {b}
                  </th>
                  <td className="number">{n}</td>
                  <td className="number">
                    {agreement.toLocaleString(language, { style: 'percent', maximumFractionDigits: 1 })}
                  </td>
                  <EstimateCells estimate={kappa} />
                </tr>
              ))}
            </tbody>
          </table>
        )
      }
    </Answer>
  )
}
