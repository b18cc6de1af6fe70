import { Group, NativeSelect } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Line, ReferenceLine } from 'recharts'
import { useAct } from '#renderer/bridge.ts'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { useWords } from '#renderer/messages/use-words.ts'
import { Trouble } from '#renderer/parts/trouble.tsx'
import { tell } from '#renderer/shell/notices.ts'
import type { EvaluationRequest, Recalibration } from '#shared/evaluation.ts'
import { Fraction } from './estimate-cell.tsx'
import { Plot } from './plot.tsx'
import { thinned } from './thinned.ts'
import { evaluationWords } from './words.ts'

/** Scores into probabilities by the reference standard: proposed, compared, accepted, taken back. */
export function RecalibrationPanel({ request }: { readonly request: EvaluationRequest }) {
  const t = useWords(evaluationWords)
  const client = useQueryClient()
  const [kind, setKind] = useState<Recalibration['kind']>('platt')
  const propose = useAct('recalibration:propose', { ownTrouble: true })
  const settled = (text: string) => () => {
    void client.invalidateQueries({ queryKey: ['model:list'] })
    propose.reset()
    tell({ tone: 'information', text })
  }
  const accept = useAct('recalibration:accept', { onSuccess: settled(t('accepted')) })
  const revert = useAct('recalibration:revert', { onSuccess: settled(t('calibrationReverted')) })
  const { modelId, modelSha256: sha256 = '', label } = request
  return (
    <>
      <p className="quiet">{t('recalibrationHint')}</p>
      <div className="fields">
        <NativeSelect
          label={t('kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value as Recalibration['kind'])}
          data={(['platt', 'isotonic'] as const).map((value) => ({ value, label: t(value) }))}
        />
        <KeyButton
          group={t('keysTitle')}
          keyName="p"
          name={t('propose')}
          variant="filled"
          loading={propose.isPending}
          onClick={() => propose.mutate({ ...request, kind })}
        />
        <KeyButton
          group={t('keysTitle')}
          keyName="r"
          name={t('revertCalibration')}
          loading={revert.isPending}
          onClick={() => revert.mutate({ modelId, sha256, label })}
        />
      </div>
      {propose.error && <Trouble error={propose.error} />}
      {propose.data && (
        <>
          {propose.data.after.brier >= propose.data.before.brier && <p className="trouble">⚠ {t('noBetter')}</p>}
          <Proposed recalibration={propose.data} />
          <Group gap="xs">
            <KeyButton
              group={t('keysTitle')}
              keyName="a"
              name={t('accept')}
              variant="filled"
              loading={accept.isPending}
              onClick={() => propose.data && accept.mutate({ token: propose.data.token })}
            />
          </Group>
        </>
      )}
    </>
  )
}

function Proposed({ recalibration: { before, after, curve } }: { readonly recalibration: Recalibration }) {
  const t = useWords(evaluationWords)
  const points = thinned(curve).map(({ score, probability }) => ({ x: score, y: probability }))
  const diagonal = [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ] as const
  return (
    <div className="evaluation-tables">
      <table className="data">
        <thead>
          <tr>
            <td>&nbsp;</td>
            <th scope="col" className="number">
              {t('ece')}
            </th>
            <th scope="col" className="number">
              {t('brier')}
            </th>
          </tr>
        </thead>
        <tbody>
          {(
            [
              [t('before'), before],
              [t('after'), after],
            ] as const
          ).map(([name, { ece, brier }]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="number">
                <Fraction value={ece} />
              </td>
              <td className="number">
                <Fraction value={brier} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Plot name={t('curve')} x={t('score')} y={t('probability')} points={curve.length}>
        <ReferenceLine segment={diagonal} stroke="#5a656f" strokeDasharray="4 4" />
        <Line data={points} dataKey="y" stroke="#6cb2f0" strokeWidth={2} dot={false} isAnimationActive={false} />
      </Plot>
    </div>
  )
}
