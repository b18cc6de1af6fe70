import type { Box } from '#shared/geometry.ts'

/** One image's boxes of one label: what a model found and what the reference holds. */
export type DetectionCase = {
  readonly found: readonly { readonly box: Box; readonly score: number }[]
  readonly reference: readonly Box[]
}

/** A found box judged: right when it is the best-scoring one on a reference box with IoU ≥ 0.5. */
type JudgedBox = { readonly score: number; readonly right: boolean }

/** Intersection over union of two boxes; 0 where they do not touch. */
export function intersectionOverUnion([ax, ay, aw, ah]: Box, [bx, by, bw, bh]: Box): number {
  const width = Math.min(ax + aw, bx + bw) - Math.max(ax, bx)
  const height = Math.min(ay + ah, by + bh) - Math.max(ay, by)
  if (width <= 0 || height <= 0) return 0
  return (width * height) / (aw * ah + bw * bh - width * height)
}

/** Average precision at IoU 0.5 with every precision made the best at that recall or beyond (PASCAL VOC 2010). */
export function averagePrecisionAt50(cases: readonly DetectionCase[]): number | undefined {
  const total = cases.reduce((sum, { reference }) => sum + reference.length, 0)
  if (total === 0) return undefined
  const judged = cases.flatMap(judgeBoxes).sort((a, b) => b.score - a.score)
  let hits = 0
  const points = judged.flatMap(({ score, right }, i) => {
    hits += Number(right)
    // Boxes of one score come together: the order of the images must not matter.
    return judged[i + 1]?.score === score ? [] : [{ recall: hits / total, precision: hits / (i + 1) }]
  })
  let best = 0
  let area = 0
  for (const [i, { recall, precision }] of [...points.entries()].reverse()) {
    best = Math.max(best, precision)
    area += best * (recall - (points[i - 1]?.recall ?? 0))
  }
  return area
}

export type FrocPoint = {
  readonly threshold: number
  readonly falsePositivesPerImage: number
  readonly sensitivity: number
}

/** Free-response ROC (Bunch et al. 1978): lesions found against false marks an image, one point a distinct score. */
export function frocCurve(cases: readonly DetectionCase[]): FrocPoint[] {
  const total = cases.reduce((sum, { reference }) => sum + reference.length, 0)
  if (total === 0) return []
  const judged = cases.flatMap(judgeBoxes).sort((a, b) => b.score - a.score)
  const points: FrocPoint[] = []
  let hits = 0
  for (const [i, { score, right }] of judged.entries()) {
    hits += Number(right)
    if (judged[i + 1]?.score === score) continue
    points.push({
      threshold: score,
      falsePositivesPerImage: (i + 1 - hits) / cases.length,
      sensitivity: hits / total,
    })
  }
  return points
}

function judgeBoxes({ found, reference }: DetectionCase): JudgedBox[] {
  const free = new Set(reference.keys())
  return found
    .toSorted((a, b) => b.score - a.score)
    .map(({ box, score }) => {
      let best = -1
      let overlap = 0.5
      for (const i of free) {
        const iou = intersectionOverUnion(box, reference[i] ?? [0, 0, 0, 0])
        if (iou >= overlap) [best, overlap] = [i, iou]
      }
      if (best !== -1) free.delete(best)
      return { score, right: best !== -1 }
    })
}
