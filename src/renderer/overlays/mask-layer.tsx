import { useId } from 'react'
import { wordScore } from '#renderer/messages/score.ts'
import { useLanguage, useWords } from '#renderer/messages/use-words.ts'
import { type Affine, invert } from '#renderer/viewer/view.ts'
import { type OverlayMask, outlineOf } from './masks.ts'
import { overlayWords } from './words.ts'

type Props = { readonly masks: readonly OverlayMask[]; readonly map: Affine }

/** Masks as contours that follow every move of the image, hatched so that inside and outside differ without colour. */
export function MaskLayer({ masks, map }: Props) {
  const t = useWords(overlayWords)
  const language = useLanguage()
  // Each viewport has its own, since each lies at a zoom of its own.
  const hatch = useId()
  if (masks.length === 0) return undefined
  return (
    <>
      <defs>
        <pattern
          id={hatch}
          className="mask-hatch"
          width="9"
          height="9"
          patternUnits="userSpaceOnUse"
          // As coarse on the screen at every zoom.
          patternTransform={`matrix(${invert(map).join(' ')}) rotate(45)`}
        >
          <line x1="0" y1="0" x2="0" y2="9" />
        </pattern>
      </defs>
      {masks.map(({ key, label, score, mask }, i) => (
        <g
          key={key}
          className={`mask mask-${i % 4}`}
          transform={`matrix(${map.join(' ')})`}
          // A shape of a drawing has no tag of its own.
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
          role="img"
          aria-label={t('maskOf', { label, score: wordScore(score, undefined, language) })}
        >
          <path className="mask-fill" d={outlineOf(mask)} fillRule="evenodd" fill={`url(#${hatch})`} />
          <path className="mask-ground" d={outlineOf(mask)} />
          <path className="mask-line" d={outlineOf(mask)} />
        </g>
      ))}
    </>
  )
}
