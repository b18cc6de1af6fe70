import { NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { useAct, useAnswer } from '#renderer/bridge.ts'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { useSettings } from '#renderer/shell/app-state.ts'
import type { Comparison, EvaluationRequest } from '#shared/evaluation.ts'
import { versionsOf } from './choice.ts'
import { EstimateCells } from './estimate-cell.tsx'
import { evaluationWords } from './words.ts'

/** Two model versions on the same cases: the paired difference, and the cases that change. */
export function ComparePanel({ request }: { readonly request: EvaluationRequest }) {
  const t = useWords(evaluationWords)
  const models = useAnswer('model:list', undefined).data ?? []
  const sets = useAnswer('reference:list', undefined).data ?? []
  const others = [
    ...versionsOf(models).filter(({ value }) => value !== request.modelSha256),
    ...sets
      .filter(({ areScores }) => areScores)
      .map(({ id, name }) => ({ value: `set ${id}`, label: t('scoresOf', { name }) })),
  ]
  const [chosen, setChosen] = useState<string>()
  const value = chosen ?? others[0]?.value
  const other = models.find(({ manifest }) => manifest.file.sha256 === value)
  const otherSet = value?.startsWith('set ') ? Number(value.slice(4)) : undefined
  const compare = useAct('evaluation:compare', { ownTrouble: true })
  const start = () => {
    if (otherSet !== undefined) compare.mutate({ ...request, otherModelId: request.modelId, otherSet })
    else if (other)
      compare.mutate({ ...request, otherModelId: other.manifest.id, otherSha256: other.manifest.file.sha256 })
  }
  return (
    <>
      <div className="fields">
        <NativeSelect
          label={t('otherModel')}
          value={value ?? ''}
          onChange={(event) => {
            setChosen(event.currentTarget.value)
            compare.reset()
          }}
          data={others}
        />
        <KeyButton
          group={t('keysTitle')}
          keyName="c"
          name={t('compare')}
          variant="filled"
          disabled={value === undefined}
          loading={compare.isPending}
          onClick={start}
        />
      </div>
      {compare.error && <Trouble error={compare.error} />}
      {compare.data && (
        <Compared
          comparison={compare.data}
          first={versionsOf(models).find((one) => one.value === request.modelSha256)?.label ?? ''}
          second={others.find((one) => one.value === value)?.label ?? ''}
        />
      )}
    </>
  )
}

type Props = { readonly comparison: Comparison; readonly first: string; readonly second: string }

function Compared({ comparison: { n, aucA, aucB, difference, pValue, changes }, first, second }: Props) {
  const t = useWords(evaluationWords)
  const language = useLanguage()
  const isUnaided = useSettings()?.unaidedFirst ?? true
  return (
    <>
      <table className="data">
        <thead>
          <tr>
            <td>&nbsp;</td>
            <th scope="col" className="number">
              {t('auc')}
            </th>
            <th scope="col" className="number">
              {t('interval')}
            </th>
          </tr>
        </thead>
        <tbody>
          {(
            [
              [first, aucA],
              [second, aucB],
              [t('difference'), difference],
            ] as const
          ).map(([name, estimate]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <EstimateCells estimate={estimate} />
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t('pValue', { p: pValue.toLocaleString(language, { maximumSignificantDigits: 2 }), n })}</p>
      {!isUnaided && (
        <>
          <h2>{t('changes')}</h2>
          {changes.length === 0 && <p className="quiet">{t('changesNone')}</p>}
          <ul className="case-list">
            {changes.slice(0, 100).map(({ studyId, scoreA, scoreB, reference }) => (
              <li key={studyId}>
                <a href={`#/study/${studyId}`}>{t('openStudy', { id: studyId })}</a>{' '}
                <span className="number">
                  {wordScore(scoreA, undefined, language)} → {wordScore(scoreB, undefined, language)}
                </span>{' '}
                <span className="quiet">{t(reference ? 'referencePositive' : 'referenceNegative')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
