import { wordBytes } from '#renderer/messages/bytes.ts'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import type { InstalledModel } from '#shared/models.ts'
import { ModelCard } from './model-card.tsx'
import { modelWords } from './words.ts'

/** Everything a person may want to know before trusting a model: what for, on what, how it reads an image, its card. */
export function ModelDetails({ model: { manifest, card } }: { readonly model: InstalledModel }) {
  const t = useWords(modelWords)
  const language = useLanguage()
  const { input, scope, calibration, file } = manifest
  const list = (values: readonly string[] | undefined) => values?.join(', ') ?? t('anything')
  return (
    <div className="model-details">
      <div>
        <h3>{t('intendedUse')}</h3>
        <p>{manifest.intendedUse}</p>
        <p>
          {calibration
            ? t('calibrated', {
                basis: calibration.fittedOn,
                prevalence: calibration.prevalence.toLocaleString(language, { style: 'percent' }),
              })
            : t('notCalibrated')}
        </p>
        <h3>{t('labels')}</h3>
        <table className="data">
          <thead>
            <tr>
              <th scope="col">{t('label')}</th>
              <th scope="col">{t('meaning')}</th>
              <th scope="col">{t('flags')}</th>
              <th scope="col" className="number">
                {t('threshold')}
              </th>
            </tr>
          </thead>
          <tbody>
            {manifest.labels
              .filter(({ hidden }) => !hidden)
              .map(({ name, explanation, flags }) => {
                const point = manifest.thresholds[name]?.default
                return (
                  <tr key={name}>
                    <td>{name}</td>
                    <td>{explanation}</td>
                    <td>{flags ? t('yes') : t('no')}</td>
                    <td className="number">{point ? wordScore(point.value, undefined, language) : '–'}</td>
                  </tr>
                )
              })}
          </tbody>
        </table>
        <h3>{t('scope')}</h3>
        <p>
          {t('scopeLine', {
            modalities: list(scope.modalities),
            views: list(scope.views),
            bodyParts: list(scope.bodyParts),
            age: scope.ageYears ? `${scope.ageYears.min}–${scope.ageYears.max}` : t('anything'),
          })}
          {manifest.gate && ` · ${t('gate', { gate: manifest.gate })}`}
        </p>
        <h3>{t('input')}</h3>
        <p>
          {input.width ?? '?'} × {input.height ?? '?'} × {input.channels} · {t(input.pixelSource)} ·{' '}
          {input.geometry.kind} · {input.scaling.kind}
        </p>
        <h3>{t('file')}</h3>
        <p className="file-path">
          {wordBytes(file.bytes, language)} · SHA-256 {file.sha256}
        </p>
        <h3>{t('licence')}</h3>
        <p>{manifest.licence}</p>
      </div>
      <div>
        <h3>{t('card')}</h3>
        {card.trim() === '' ? <p className="quiet">{t('noCard')}</p> : <ModelCard text={card} />}
      </div>
    </div>
  )
}
