import { Group } from '@mantine/core'
import { useRef } from 'react'
import { useAct } from '#renderer/bridge.ts'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { tell } from '#renderer/shell/notices.ts'
import type { Evaluation, EvaluationRequest } from '#shared/evaluation.ts'
import { AccuracyPlots } from './accuracy-plots.tsx'
import { EstimateCells, Fraction } from './estimate-cell.tsx'
import { plotsToSvg } from './plots-svg.ts'
import { Subgroups } from './subgroups.tsx'
import { usePlotsSaid } from './use-plots-said.ts'
import { evaluationWords } from './words.ts'

const estimates = ['auc', 'averagePrecision', 'sensitivity', 'specificity', 'ppv', 'npv'] as const
const ways = ['excluded', 'negative', 'positive'] as const

type Props = { readonly evaluation: Evaluation; readonly request: EvaluationRequest }

/** How good a model version is on these cases, with intervals, and what the figures leave out. */
export function Accuracy({ evaluation, request }: Props) {
  const t = useWords(evaluationWords)
  const language = useLanguage()
  const place = useRef<HTMLDivElement>(null)
  const save = useAct('evaluation:save', {
    onSuccess: (saved) => saved && tell({ tone: 'information', text: t('saved') }),
  })
  const { n, positives, unmatched, notAssessed, confusion, calibration } = evaluation
  const said = usePlotsSaid(evaluation, request)
  return (
    <div ref={place}>
      <p>{t('cases', { n, positives, unmatched, notAssessed })}</p>
      {'readings' in request.reference && request.reference.readings === 'all' && (
        <p className="trouble">⚠ {t('biased')}</p>
      )}
      {evaluation.warnings.map((warning) => (
        <p className="trouble" key={warning}>
          ⚠ {warning in evaluationWords ? t(warning as keyof typeof evaluationWords) : warning}
        </p>
      ))}
      <AccuracyPlots evaluation={evaluation} threshold={evaluation.threshold} />
      {evaluation.detection && (
        <p>
          {t('ap50', {
            ap50: evaluation.detection.ap50.toFixed(3),
            boxes: evaluation.detection.boxes,
            images: evaluation.detection.images,
          })}
        </p>
      )}
      <Group gap="xs" mb="sm">
        <KeyButton
          group={t('keysTitle')}
          keyName="j"
          name={t('saveJson')}
          onClick={() => save.mutate({ request, format: 'json' })}
        />
        <KeyButton
          group={t('keysTitle')}
          keyName="c"
          name={t('saveCsv')}
          onClick={() => save.mutate({ request, format: 'csv' })}
        />
        <KeyButton
          group={t('keysTitle')}
          keyName="s"
          name={t('saveSvg')}
          onClick={() => place.current && save.mutate({ request, format: 'svg', svg: plotsToSvg(place.current, said) })}
        />
      </Group>
      <div className="evaluation-tables">
        <table className="data">
          <caption>{t('figures', { threshold: wordScore(evaluation.threshold, undefined, language) })}</caption>
          <thead>
            <tr>
              <th scope="col">{t('figure')}</th>
              <th scope="col" className="number">
                {t('value')}
              </th>
              <th scope="col" className="number">
                {t('interval')}
              </th>
            </tr>
          </thead>
          <tbody>
            {estimates.map((name) => (
              <tr key={name}>
                <th scope="row">{t(name)}</th>
                <EstimateCells estimate={evaluation[name]} />
              </tr>
            ))}
            {(['ece', 'slope', 'intercept'] as const).map((name) => (
              <tr key={name}>
                <th scope="row">{t(name)}</th>
                <td className="number">
                  <Fraction value={calibration[name]} />
                </td>
                <td>&nbsp;</td>
              </tr>
            ))}
          </tbody>
        </table>
        <div>
          <table className="data">
            <caption>{t('confusion')}</caption>
            <thead>
              <tr>
                <td>&nbsp;</td>
                <th scope="col" className="number">
                  {t('referencePositive')}
                </th>
                <th scope="col" className="number">
                  {t('referenceNegative')}
                </th>
              </tr>
            </thead>
            <tbody>
              <tr>
                <th scope="row">{t('flagged')}</th>
                <td className="number">{confusion.tp}</td>
                <td className="number">{confusion.fp}</td>
              </tr>
              <tr>
                <th scope="row">{t('notFlagged')}</th>
                <td className="number">{confusion.fn}</td>
                <td className="number">{confusion.tn}</td>
              </tr>
            </tbody>
          </table>
          <table className="data">
            <caption>{t('notAssessedAs')}</caption>
            <thead>
              <tr>
                <td>&nbsp;</td>
                <th scope="col" className="number">
                  {t('cases2')}
                </th>
                <th scope="col" className="number">
                  {t('sensitivity')}
                </th>
                <th scope="col" className="number">
                  {t('specificity')}
                </th>
              </tr>
            </thead>
            <tbody>
              {ways.map((way) => (
                <tr key={way}>
                  <th scope="row">{t(way)}</th>
                  <td className="number">{evaluation.notAssessedAs[way].n}</td>
                  <td className="number">
                    <Fraction value={evaluation.notAssessedAs[way].sensitivity?.value} />
                  </td>
                  <td className="number">
                    <Fraction value={evaluation.notAssessedAs[way].specificity?.value} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </div>
      {evaluation.subgroups.length > 0 && <Subgroups subgroups={evaluation.subgroups} />}
    </div>
  )
}
