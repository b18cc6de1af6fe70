import { Group, Slider } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAct } from '#renderer/bridge.ts'
import { KeyButton } from '#renderer/keys/key-button.tsx'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { tell } from '#renderer/shell/notices.ts'
import type { Evaluation, EvaluationRequest } from '#shared/evaluation.ts'
import { AccuracyPlots } from './accuracy-plots.tsx'
import { MissedCases } from './missed-cases.tsx'
import { operatingPoint, thresholdRange } from './operating-point.ts'
import { ThresholdHistory } from './threshold-history.tsx'
import { evaluationWords } from './words.ts'

type Props = { readonly evaluation: Evaluation; readonly request: EvaluationRequest; readonly basis: string }

/** Chooses the threshold of a model version on these cases: what is missed against what is looked at in vain. */
export function ThresholdPanel({ evaluation, request, basis }: Props) {
  const t = useWords(evaluationWords)
  const language = useLanguage()
  const client = useQueryClient()
  const [threshold, setThreshold] = useState(evaluation.threshold)
  const anew = () => {
    for (const key of ['threshold:list', 'model:list']) void client.invalidateQueries({ queryKey: [key] })
  }
  const word = (value: number) => wordScore(value, undefined, language)
  const save = useAct('threshold:set', {
    onSuccess: ({ value }) => {
      anew()
      tell({ tone: 'information', text: t('thresholdSaved', { value: word(value) }) })
    },
  })
  const revert = useAct('threshold:revert', {
    onSuccess: () => {
      anew()
      tell({ tone: 'information', text: t('reverted') })
    },
  })
  const [low, high] = thresholdRange(evaluation)
  const point = operatingPoint(evaluation, threshold)
  const step = Math.max((high - low) / 500, 1e-6)
  const version = { modelId: request.modelId, sha256: request.modelSha256 ?? '', label: request.label }
  const rounded = (value: number) => value.toLocaleString(language, { maximumFractionDigits: 1 })
  return (
    <>
      <p className="quiet">{t('sliderHint')}</p>
      <Slider
        className="threshold-slider"
        aria-label={t('slider')}
        thumbLabel={t('slider')}
        value={threshold}
        min={low}
        max={high}
        step={step}
        label={word}
        onChange={setThreshold}
        marks={[{ value: evaluation.threshold, label: word(evaluation.threshold) }]}
      />
      <output className="operating-point">
        <strong>{t('missedOf', { missed: point.missed, positives: point.positives })}</strong>
        <span>{t('flaggedPer100', { n: rounded(point.flaggedPer100) })}</span>
        <span>{t('extraPer100', { n: rounded(point.extraPer100) })}</span>
        <span>
          {t('atPoint', { sensitivity: point.sensitivity.toFixed(3), specificity: point.specificity.toFixed(3) })}
        </span>
      </output>
      <Group gap="xs" mb="sm">
        <KeyButton
          group={t('keysTitle')}
          keyName="s"
          name={t('saveThreshold', { value: word(threshold) })}
          variant="filled"
          loading={save.isPending}
          onClick={() => save.mutate({ ...version, value: threshold, basis })}
        />
        <KeyButton
          group={t('keysTitle')}
          keyName="r"
          name={t('revert')}
          loading={revert.isPending}
          onClick={() => revert.mutate(version)}
        />
      </Group>
      <AccuracyPlots evaluation={evaluation} threshold={threshold} />
      <ThresholdHistory {...version} />
      <MissedCases evaluation={evaluation} threshold={threshold} />
    </>
  )
}
