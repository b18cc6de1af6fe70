import type { StoredImage } from '#shared/study.ts'
import type { OverlayBox } from './marks.ts'
import { type OverlayMask, masksOf } from './masks.ts'

/** What a reader chose to see of the findings; it changes the display alone, and begins anew with each study. */
export type Visibility = {
  /** The reader's own threshold: findings below this score are hidden. */
  readonly from: number
  readonly hiddenLabels: readonly string[]
  readonly masks: boolean
}

export const everything: Visibility = { from: 0, hiddenLabels: [], masks: true }

type Scored = { readonly label: string; readonly score?: number | undefined }

/** A reader's own boxes have no score: only their label hides them. */
const isShown = ({ from, hiddenLabels }: Visibility, { label, score }: Scored): boolean =>
  !hiddenLabels.includes(label) && (score === undefined || score >= from)

/** Boxes and masks that are drawn, and how many findings are not. */
export function shownOf(image: StoredImage, frame: number, boxes: readonly OverlayBox[], visibility: Visibility) {
  const masks = masksOf(image, frame)
  const shownBoxes = boxes.filter((box) => isShown(visibility, box))
  const shownMasks = visibility.masks ? masks.filter((mask) => isShown(visibility, mask)) : []
  return { boxes: shownBoxes, masks: shownMasks, hidden: boxes.length - shownBoxes.length }
}

/** The labels that lie over an image, the model's and the reader's. */
export const labelsOver = (boxes: readonly Scored[], masks: readonly OverlayMask[]): readonly string[] =>
  [...new Set([...boxes, ...masks].map(({ label }) => label))].toSorted()

export const withLabel = (visibility: Visibility, label: string, shown: boolean): Visibility => ({
  ...visibility,
  hiddenLabels: shown
    ? visibility.hiddenLabels.filter((hidden) => hidden !== label)
    : [...visibility.hiddenLabels, label],
})

/** A threshold as it is marked on the slider. */
export type ThresholdMark = {
  readonly origin: 'author' | 'default' | 'site'
  readonly value: number
  readonly labels: readonly string[]
}

type AuthorOf = (
  modelId: string,
  label: string,
) => { readonly value: number; readonly origin: ThresholdMark['origin'] } | undefined

/**
 * The thresholds of the labels that a model flags or localises on this image: what the model came with, and the site's
 * where it has one. Labels that share a value share a mark.
 */
export function thresholdMarks(
  image: StoredImage,
  isWanted: (modelId: string, label: string) => boolean,
  authorOf: AuthorOf,
): readonly ThresholdMark[] {
  const marks = new Map<string, ThresholdMark>()
  const put = (origin: ThresholdMark['origin'], value: number, label: string) => {
    const key = `${origin} ${value}`
    const known = marks.get(key)?.labels ?? []
    if (!known.includes(label)) marks.set(key, { origin, value, labels: [...known, label] })
  }
  for (const { model, analysis, shadow } of image.analyses) {
    if (shadow || analysis.state !== 'done') continue
    for (const { label, threshold, thresholdOrigin } of analysis.scores) {
      if (!isWanted(model.id, label)) continue
      const own = authorOf(model.id, label)
      if (own) put(own.origin, own.value, label)
      if (threshold !== undefined && (thresholdOrigin === 'site' || !own)) {
        put(thresholdOrigin ?? 'default', threshold, label)
      }
    }
  }
  return [...marks.values()].toSorted((a, b) => a.value - b.value)
}
