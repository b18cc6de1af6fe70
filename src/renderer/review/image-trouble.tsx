import { useAct } from '#renderer/bridge.ts'
import { badgeWords } from '#renderer/messages/domain-words.ts'
import { useWords } from '#renderer/messages/use-words.ts'
import type { StoredImage } from '#shared/study.ts'
import { reviewWords } from './words.ts'

/** What stands between the reader and trusting a picture: a lost original, a conflict, what the header warns of. */
export function ImageTrouble({ image, onChanged }: { readonly image: StoredImage; readonly onChanged: () => void }) {
  const t = useWords(reviewWords)
  const tb = useWords(badgeWords)
  const relink = useAct('image:relink', { onSuccess: onChanged })
  const resolve = useAct('conflict:resolve', { onSuccess: onChanged })
  const { badges } = image.header.image
  return (
    <>
      {image.availability !== 'available' && (
        <div className="trouble">
          <p>{t(image.availability)}</p>
          <button type="button" onClick={() => relink.mutate({ imageId: image.id })}>
            {t('relink')}
          </button>
        </div>
      )}
      {image.conflict && (
        <div className="trouble">
          <p>{t('conflict')}</p>
          {(['first', 'second', 'both'] as const).map((keep) => (
            <button key={keep} type="button" onClick={() => resolve.mutate({ imageId: image.id, keep })}>
              {t(({ first: 'keepFirst', second: 'keepSecond', both: 'keepBoth' } as const)[keep])}
            </button>
          ))}
        </div>
      )}
      {badges.length > 0 && (
        <ul className="badges" aria-label={t('badges')}>
          {badges.map((badge) => (
            <li key={badge}>{tb(badge)}</li>
          ))}
        </ul>
      )}
    </>
  )
}
