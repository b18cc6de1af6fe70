import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { type ThresholdMark, type Visibility, withLabel } from './visibility.ts'
import { overlayWords } from './words.ts'

type Props = {
  readonly visibility: Visibility
  readonly onChange: (visibility: Visibility) => void
  readonly labels: readonly string[]
  readonly hasMasks: boolean
  readonly marks: readonly ThresholdMark[]
  /** Findings that are not drawn. */
  readonly hidden: number
}

/** Which findings are drawn: from which score on, with the thresholds in force marked, which labels, and masks. */
export function VisibilityPanel({ visibility, onChange, labels, hasMasks, marks, hidden }: Props) {
  const t = useWords(overlayWords)
  const language = useLanguage()
  const word = (value: number) => wordScore(value, undefined, language)
  return (
    <section className="visibility" aria-label={t('visibility')}>
      <h2>{t('visibility')}</h2>
      <label className="score-slider">
        {t('slider')} <span className="number">{word(visibility.from)}</span>
        <span className="slider-with-marks">
          <input
            type="range"
            min="0"
            max="1"
            step="0.01"
            value={visibility.from}
            title={t('displayOnly')}
            onChange={(event) => onChange({ ...visibility, from: Number(event.target.value) })}
          />
          <svg className="slider-marks" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            {marks.map(({ origin, value }) => (
              <path key={`${origin} ${value}`} className={`mark-${origin}`} d={signOf(origin, value * 100)} />
            ))}
          </svg>
        </span>
      </label>
      <output className="number">{t('hides', { n: hidden })}</output>
      {marks.length > 0 && (
        <ul className="threshold-marks quiet">
          {marks.map(({ origin, value, labels: of }) => (
            <li key={`${origin} ${value}`}>
              <svg className="sign" viewBox="-5 0 10 10" aria-hidden="true">
                <path className={`mark-${origin}`} d={signOf(origin, 0)} />
              </svg>{' '}
              {t('markOf', { origin: t(origin), value: word(value), labels: of.join(', ') })}
            </li>
          ))}
          <li>{t('displayOnly')}</li>
        </ul>
      )}
      <div className="label-switches">
        {labels.map((label) => (
          <label key={label}>
            <input
              type="checkbox"
              checked={!visibility.hiddenLabels.includes(label)}
              onChange={(event) => onChange(withLabel(visibility, label, event.target.checked))}
            />{' '}
            {label}
          </label>
        ))}
        {hasMasks && (
          <label>
            <input
              type="checkbox"
              checked={visibility.masks}
              onChange={(event) => onChange({ ...visibility, masks: event.target.checked })}
            />{' '}
            {t('masks')} <kbd>Q</kbd>
          </label>
        )}
      </div>
    </section>
  )
}

/** A triangle for what came with the model, a diamond for the site's: shape before colour. */
const signOf = (origin: ThresholdMark['origin'], x: number): string =>
  origin === 'site' ? `M${x} 0l3 5l-3 5l-3 -5Z` : `M${x} 0l3 9h-6Z`
