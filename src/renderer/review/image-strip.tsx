import { useWords } from '#renderer/messages/use-words.ts'
import type { Header } from '#shared/header.ts'
import type { StudyDetail } from '#shared/study.ts'
import type { Viewports } from './use-viewports.ts'
import { reviewWords } from './words.ts'

type Props = { readonly study: StudyDetail; readonly viewports: Viewports }

/** As on the film: `R CC`; the modality where the file names no view. */
const viewOf = ({ image: { imageLaterality, viewPosition }, series: { modality } }: Header): string =>
  [/^[RLB]$/.test(imageLaterality ?? '') && imageLaterality, viewPosition ?? modality].filter(Boolean).join(' ')

/** The images of the study, which of them hang, and what may hang beside. */
export function ImageStrip({ study, viewports }: Props) {
  const t = useWords(reviewWords)
  const { hung, activeId, activate, hanging, setHanging, linked, setLinked } = viewports
  const hasPrior = study.priors.some(({ image }) => image !== undefined)
  return (
    <nav className="image-strip" aria-label={t('images')}>
      {study.images.map(({ id, header }, i) => (
        <button
          key={id}
          type="button"
          className={hung.some(({ imageId }) => imageId === id) ? 'hung' : undefined}
          aria-current={id === activeId}
          onClick={() => activate(id)}
        >
          {t('imageButton', { n: i + 1 })}
          <span className="quiet">{viewOf(header)}</span>
        </button>
      ))}
      {study.images.length > 1 && (
        <button
          type="button"
          aria-pressed={hanging.together}
          onClick={() => setHanging({ ...hanging, together: !hanging.together })}
        >
          {t('together')} <kbd>4</kbd>
        </button>
      )}
      {hasPrior ? (
        <button
          type="button"
          aria-pressed={hanging.withPrior}
          onClick={() => setHanging({ ...hanging, withPrior: !hanging.withPrior })}
        >
          {t('showPrior')} <kbd>V</kbd>
        </button>
      ) : (
        <span className="quiet">{t('noPrior')}</span>
      )}
      {hung.length > 1 && (
        <button type="button" aria-pressed={linked} onClick={() => setLinked(!linked)}>
          {t('linked')} <kbd>2</kbd>
        </button>
      )}
    </nav>
  )
}
