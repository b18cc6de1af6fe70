import type { Finding } from '#shared/domain.ts'
import type { StoredImage } from '#shared/study.ts'
import { maskOutline } from './mask-outline.ts'

type Mask = NonNullable<Finding['mask']>

/** A segmented finding over an image. */
export type OverlayMask = {
  readonly key: string
  readonly label: string
  readonly score: number
  readonly mask: Mask
}

/** Masks of the models that count, on one frame. */
export function masksOf(image: StoredImage, frame: number): OverlayMask[] {
  return image.analyses.flatMap(({ id, analysis, shadow, frame: judged }) =>
    analysis.state !== 'done' || shadow || judged !== frame
      ? []
      : analysis.findings.flatMap(({ id: findingId, label, score, mask }, i) =>
          mask === undefined ? [] : [{ key: `mask-${id}-${findingId ?? i}`, label, score, mask }],
        ),
  )
}

const outlines = new WeakMap<Mask, string>()

/** The outline of a mask, worked out once: it does not change while the image is moved. */
export function outlineOf(mask: Mask): string {
  const known = outlines.get(mask)
  if (known !== undefined) return known
  const made = maskOutline(mask)
  outlines.set(mask, made)
  return made
}
