import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useAnswer } from '#renderer/bridge.ts'
import { wordTime } from '#renderer/messages/dates.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Answer } from '#renderer/parts/answer.tsx'
import type { Drift } from '#shared/evaluation.ts'
import { Fraction } from './estimate-cell.tsx'
import { evaluationWords } from './words.ts'

/** Above this the population stability index is commonly called a shift, where chance does not make one. */
const shiftedFrom = 0.2

type Period = Drift['periods'][number]
const isShifted = ({ stabilityIndex, stabilityByChance, smallNumbers }: Period) =>
  !smallNumbers && stabilityIndex >= Math.max(shiftedFrom, stabilityByChance)

/** Scores, not-assessed cases and agreement over time, against the first period. */
export function DriftPanel({ modelId, label }: { readonly modelId: string; readonly label: string }) {
  const t = useWords(evaluationWords)
  const language = useLanguage()
  const [days, setDays] = useState(30)
  const drift = useAnswer('evaluation:drift', { modelId, label, days }, { staleTime: 0 })
  const percent = (value: number) => value.toLocaleString(language, { style: 'percent', maximumFractionDigits: 1 })
  return (
    <>
      <div className="fields">
        <NativeSelect
          label={t('days')}
          value={String(days)}
          onChange={(event) => setDays(Number(event.currentTarget.value))}
          data={['1', '7', '30', '90']}
        />
      </div>
      <Answer answer={drift}>
        {({ periods }) =>
          periods.length === 0 ? (
            <p>{t('driftNone')}</p>
          ) : (
            <table className="data">
              <thead>
                <tr>
                  <th scope="col">{t('period')}</th>
                  {(
                    ['cases2', 'meanScore', 'quartiles', 'notAssessedFraction', 'agreementColumn', 'stability'] as const
                  ).map((column) => (
                    <th scope="col" key={column} className="number">
                      {t(column)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {periods.map((period, i) => (
                  <tr key={period.from}>
                    <th scope="row">{wordTime(period.from, language)}</th>
                    <td className="number">{period.n}</td>
                    <td className="number">
                      <Fraction value={period.meanScore} />
                      {period.meanLow !== undefined && period.meanHigh !== undefined && (
                        <span className="quiet">
                          {' '}
                          (<Fraction value={period.meanLow} /> – <Fraction value={period.meanHigh} />)
                        </span>
                      )}
                    </td>
                    <td className="number">
                      {period.quartiles
                        .map((value) => value.toLocaleString(language, { maximumFractionDigits: 2 }))
                        .join(' / ')}
                    </td>
                    <td className="number">{percent(period.notAssessedFraction)}</td>
                    <td className="number">{period.agreement === undefined ? '–' : percent(period.agreement)}</td>
                    <td className="number">
                      {isShifted(period) && <span className="chip chip-warning">⚠ {t('shifted')}</span>}
                      {period.smallNumbers && (
                        <span className="chip chip-warning" title={t('smallPeriod')}>
                          ⚠ {t('smallNumbers')}
                        </span>
                      )}{' '}
                      <Fraction value={period.stabilityIndex} />
                      {i > 0 && (
                        <span className="quiet">
                          {' '}
                          {t('byChance')} <Fraction value={period.stabilityByChance} />
                        </span>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Answer>
    </>
  )
}
