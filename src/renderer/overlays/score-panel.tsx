import { wordTime } from '#renderer/messages/dates.ts'
import { wordDevice } from '#renderer/messages/device-words.ts'
import { wordReason } from '#renderer/messages/reason-words.ts'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { failureWords } from '#renderer/messages/failure-words.ts'
import type { Score } from '#shared/domain.ts'
import type { Analysis, StoredImage } from '#shared/study.ts'
import type { KnownModels } from '#renderer/review/use-models.ts'
import { AllowCpu } from './allow-cpu.tsx'
import { overlayWords } from './words.ts'

/** Scores this close to the threshold are told as uncertain. */
const nearBand = 0.05

type Props = {
  readonly image: StoredImage
  readonly models: Pick<KnownModels, 'calibrated' | 'flags' | 'probability' | 'rank'>
  readonly onHeatmap: (modelId: string, label: string) => void
  readonly onNetworkView: (modelId: string) => void
}

/** What every model said of an image, with thresholds and where it comes from; what it did not assess looks different. */
export function ScorePanel({ image, ...rest }: Props) {
  const t = useWords(overlayWords)
  const shown = image.analyses
    .filter(({ shadow }) => !shadow)
    .toSorted((a, b) => rest.models.rank(a.model.id) - rest.models.rank(b.model.id))
  return (
    <section aria-label={t('title')} className="score-panel">
      <h2>{t('title')}</h2>
      {shown.length === 0 && <p className="quiet">{t('none')}</p>}
      {shown.map((analysis) => (
        <AnalysisPart key={analysis.id} analysis={analysis} {...rest} />
      ))}
    </section>
  )
}

function AnalysisPart({
  analysis: { model, analysis, stale },
  models,
  onHeatmap,
  onNetworkView,
}: { readonly analysis: Analysis } & Omit<Props, 'image'>) {
  const t = useWords(overlayWords)
  const tf = useWords(failureWords)
  const language = useLanguage()
  const name = (
    <>
      {model.id} <span className="quiet">{model.version}</span>
    </>
  )
  const isFlagging = models.rank(model.id) === 0
  const top = analysis.state === 'done' ? analysis.scores.toSorted((a, b) => b.score - a.score)[0] : undefined
  const body = (
    <>
      {stale && <p className="trouble">{t('stale')}</p>}
      {analysis.state === 'not-assessed' && (
        <p className="not-assessed">
          <strong>{t('notAssessed')}</strong>:{' '}
          {analysis.reasons.map((reason) => wordReason(reason, language)).join('; ')}
        </p>
      )}
      {analysis.state === 'failed' && (
        <p className="trouble">
          <strong>{t('failed')}</strong>: {tf(analysis.failure.kind)}. {analysis.failure.message}
          {analysis.failure.kind === 'provider-unavailable' && <AllowCpu />}
        </p>
      )}
      {(analysis.state === 'queued' || analysis.state === 'running') && <p className="quiet">{t('waiting')}</p>}
      {analysis.state === 'done' && (
        <>
          {analysis.scores.map((score) => (
            <ScoreLine
              key={score.label}
              score={score}
              flags={models.flags(model.id, score.label)}
              probability={models.probability(model.sha256, score.label, score.score)}
              onHeatmap={() => onHeatmap(model.id, score.label)}
            />
          ))}
          <p className="quiet provenance">
            {t(models.calibrated(model.id) ? 'calibrated' : 'notCalibrated')}
            <br />
            {t('provenance', {
              model: model.id,
              version: model.version,
              device: wordDevice(analysis.provenance.device, language),
              time: wordTime(analysis.provenance.analysedAt, language),
            })}
          </p>
          <div className="side-buttons">
            {isFlagging && top && (
              <button type="button" onClick={() => onHeatmap(model.id, top.label)}>
                {t('heatmap')} <kbd>M</kbd>
              </button>
            )}
            <button type="button" onClick={() => onNetworkView(model.id)}>
              {t('networkView')} {isFlagging && <kbd>K</kbd>}
            </button>
          </div>
        </>
      )}
    </>
  )
  // What flags nothing and went well is not what a reader looks for first.
  if (!isFlagging && analysis.state === 'done' && !stale) {
    return (
      <details className="analysis analysis-done">
        <summary>{name}</summary>
        {body}
      </details>
    )
  }
  return (
    <div className={`analysis analysis-${analysis.state}`}>
      <h3>{name}</h3>
      {body}
    </div>
  )
}

function ScoreLine({
  score: { label, score, threshold, thresholdOrigin },
  flags,
  probability,
  onHeatmap,
}: {
  readonly score: Score
  readonly probability: number | undefined
  readonly flags: boolean
  readonly onHeatmap: () => void
}) {
  const t = useWords(overlayWords)
  const language = useLanguage()
  const number = wordScore(score, threshold, language)
  const near = threshold !== undefined && Math.abs(score - threshold) < nearBand
  const state = threshold === undefined ? 'none' : score >= threshold ? 'above' : 'below'
  const words = [
    probability === undefined ? '' : t('probability', { probability: wordScore(probability, undefined, language) }),
    threshold === undefined
      ? t('noThreshold')
      : t(state === 'above' ? 'above' : 'below', {
          threshold: wordScore(threshold, undefined, language),
          origin: t(thresholdOrigin ?? 'author'),
        }),
    near ? t('near') : '',
  ].filter((text) => text !== '')
  return (
    <div className={`score score-${flags ? state : 'plain'}`}>
      <button type="button" className="plain" onClick={onHeatmap} title={t('heatmap')}>
        {t('score', { label, score: number })}
      </button>
      <svg className="score-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect className="score-ground" width="100" height="8" />
        <rect className="score-value" width={Math.min(1, Math.max(0, score)) * 100} height="8" />
        {threshold !== undefined && <rect className="score-threshold" x={threshold * 100 - 0.5} width="1" height="8" />}
      </svg>
      <span className="quiet">{words.join(', ')}</span>
    </div>
  )
}
