import { createContext, useContext } from 'react'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import type { Reason } from '#shared/domain.ts'
import type { InstalledModel } from '#shared/models.ts'
import { isNear } from './near-threshold.ts'
import { worklistWords } from './words.ts'

/** The installed models, asked for once for all rows: a row that scrolls by has no time to ask. */
export const ModelsContext = createContext<readonly InstalledModel[]>([])

/** A score never stands alone: its threshold, the model and version that gave it, and whether it is calibrated. */
export function JudgedBy({ reasons }: { readonly reasons: readonly Reason[] }) {
  const t = useWords(worklistWords)
  const language = useLanguage()
  const models = useContext(ModelsContext)
  const { score, threshold, model: modelId = '–', version = '' } = reasons[0]?.parameters ?? {}
  if (typeof score !== 'number' || typeof threshold !== 'number') return null
  const judge = models.find(({ manifest }) => manifest.id === modelId && manifest.version === version)
  return (
    <>
      {isNear(score, threshold) && (
        <span className="chip chip-warning" title={t('nearMeaning')}>
          ≈ {t('nearThreshold')}
        </span>
      )}
      {t('judgedBy', {
        threshold: wordScore(threshold, undefined, language),
        model: `${modelId} ${version}`.trim(),
        calibration: t(judge?.manifest.calibration ? 'calibrated' : 'notCalibrated'),
      })}
    </>
  )
}
