import type { Box } from '#shared/geometry.ts'
import type { Mark } from '#shared/domain.ts'
import type { StoredImage } from '#shared/study.ts'

/** A box over an image: a model's finding as it stands, or what the reader made of it or added. */
export type OverlayBox = {
  readonly key: string
  readonly label: string
  readonly box: Box
  /** Absent for the reader's own. */
  readonly score?: number | undefined
  readonly findingId?: number | undefined
  readonly by: 'model' | 'reader'
  readonly state: 'open' | 'accept' | 'reject' | 'correct' | 'add'
}

/** Reader's boxes have numbers below this as keys; they have no id before they are committed. */
const own = (index: number): string => `own-${index}`

/**
 * Every box of an image: each model's finding on the frame that it was made of, with the reader's mark on it where there
 * is one, and the reader's own, which belong to the whole image.
 */
export function boxesOf(image: StoredImage, frame: number, marks: readonly Mark[]): OverlayBox[] {
  const ofImage = marks.map((mark, i) => ({ mark, i })).filter(({ mark }) => mark.imageId === image.id)
  const found = image.analyses.flatMap(({ id, analysis, shadow, frame: judged }) =>
    analysis.state !== 'done' || shadow || judged !== frame
      ? []
      : analysis.findings.flatMap((finding, i): OverlayBox[] => {
          if (finding.box === undefined) return []
          const mark = ofImage.find(
            (one) => one.mark.findingId !== undefined && one.mark.findingId === finding.id,
          )?.mark
          const corrected = mark?.action === 'correct'
          return [
            {
              key: `finding-${id}-${finding.id ?? i}`,
              label: corrected ? mark.label : finding.label,
              box: corrected ? (mark.box ?? finding.box) : finding.box,
              score: finding.score,
              findingId: finding.id,
              by: 'model',
              state: mark && mark.action !== 'add' && mark.action !== 'delete' ? mark.action : 'open',
            },
          ]
        }),
  )
  const added = ofImage.flatMap(({ mark, i }): OverlayBox[] =>
    mark.action === 'add' && mark.box
      ? [{ key: own(i), label: mark.label, box: mark.box, by: 'reader', state: 'add' }]
      : [],
  )
  return [...found, ...added]
}

/** Marks after the reader judged a finding; a second judgement takes the place of the first. */
export function judge(marks: readonly Mark[], imageId: number, box: OverlayBox, action: 'accept' | 'reject'): Mark[] {
  if (box.findingId === undefined) return [...marks]
  const others = marks.filter(({ findingId }) => findingId !== box.findingId)
  return [...others, { imageId, action, findingId: box.findingId, label: box.label }]
}

/** Marks after a box was moved, resized or relabelled: the model's finding stays, the correction stands beside it. */
export function correct(
  marks: readonly Mark[],
  imageId: number,
  box: OverlayBox,
  change: { readonly label?: string; readonly box?: Box },
): Mark[] {
  const [x, y, width, height] = change.box ?? box.box
  const made = {
    imageId,
    label: change.label ?? box.label,
    box: [x, y, width, height] as [number, number, number, number],
  }
  if (box.by === 'reader') {
    return marks.map((mark, i) => (own(i) === box.key ? { ...mark, ...made } : mark))
  }
  if (box.findingId === undefined) return [...marks]
  const others = marks.filter(({ findingId }) => findingId !== box.findingId)
  return [...others, { ...made, action: 'correct', findingId: box.findingId }]
}

/** Marks with a box of the reader's own. */
export const add = (marks: readonly Mark[], imageId: number, label: string, [x, y, width, height]: Box): Mark[] => [
  ...marks,
  { imageId, action: 'add', label, box: [x, y, width, height] },
]

/** Marks without a box of the reader's own. */
export const remove = (marks: readonly Mark[], box: OverlayBox): Mark[] => marks.filter((_, i) => own(i) !== box.key)
