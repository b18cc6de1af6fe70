import { useAnswer } from '#renderer/bridge.ts'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import type { Evaluation, EvaluationRequest } from '#shared/evaluation.ts'
import { researchNotice } from '#shared/notice.ts'
import type { PlotsSaid } from './plots-svg.ts'
import { evaluationWords } from './words.ts'

/** What a saved picture says of an evaluation, so that it can be read without the screen. */
export function usePlotsSaid(evaluation: Evaluation, request: EvaluationRequest): PlotsSaid {
  const t = useWords(evaluationWords)
  const language = useLanguage()
  const models = useAnswer('model:list', undefined).data ?? []
  const sets = useAnswer('reference:list', undefined).data ?? []
  const { modelId, modelSha256 = '', label, reference, unit } = request
  const version = models.find(({ manifest }) => manifest.file.sha256 === modelSha256)?.manifest.version ?? ''
  const set = 'set' in reference ? sets.find(({ id }) => id === reference.set) : undefined
  const against =
    'set' in reference
      ? t('referenceSet', { name: set?.name ?? String(reference.set), n: set?.matched ?? 0 })
      : t(reference.readings === 'all' ? 'readingsAll' : 'readingsUnaided')
  const { n, positives, unmatched, notAssessed, auc, threshold } = evaluation
  const area = auc && `${t('auc')} ${auc.value.toFixed(3)} (${auc.low.toFixed(3)} – ${auc.high.toFixed(3)})`
  return {
    title: [`${modelId} ${version}`.trim(), label, area].filter(Boolean).join(' · '),
    lines: [
      [`${t('reference')}: ${against}`, `${t('unit')}: ${t(unit)}`].join(' · '),
      [
        t('cases', { n, positives, unmatched, notAssessed }),
        t('figures', { threshold: wordScore(threshold, undefined, language) }),
      ].join(' · '),
      modelSha256 && `SHA-256 ${modelSha256}`,
    ].filter((text) => text !== ''),
    notice: researchNotice,
  }
}
