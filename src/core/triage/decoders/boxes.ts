import type { Box, ImageToModel, ModelPoint } from '#shared/geometry.ts'
import { toImagePoint } from '#shared/geometry.ts'

/** A candidate in pixels of the model's input: corners, class by index, score, and where it stood in the output. */
export type Candidate = {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly classIndex: number
  readonly score: number
  readonly row: number
}

/** A candidate from its centre and size. */
export function fromCentre(
  [cx, cy, width, height]: readonly [number, number, number, number],
  rest: Pick<Candidate, 'classIndex' | 'score' | 'row'>,
): Candidate {
  return { x1: cx - width / 2, y1: cy - height / 2, x2: cx + width / 2, y2: cy + height / 2, ...rest }
}

/** Area in common over area in all; 0 for boxes without area. */
function intersectionOverUnion(a: Candidate, b: Candidate): number {
  const width = Math.max(0, Math.min(a.x2, b.x2) - Math.max(a.x1, b.x1))
  const height = Math.max(0, Math.min(a.y2, b.y2) - Math.max(a.y1, b.y1))
  const common = width * height
  const all = area(a) + area(b) - common
  return all > 0 ? common / all : 0
}

const area = (box: Candidate) => Math.max(0, box.x2 - box.x1) * Math.max(0, box.y2 - box.y1)

/** Above this many candidates only the best are looked at, as the exporters' own code does. */
const candidateLimit = 30_000

/**
 * Greedy non-maximum suppression within each class: best first, a box goes when it overlaps a kept one of its class by
 * more than `iou`. At most `maxDetections` are kept.
 */
export function suppressOverlaps(candidates: readonly Candidate[], iou: number, maxDetections: number): Candidate[] {
  const best = candidates.toSorted((a, b) => b.score - a.score || a.row - b.row).slice(0, candidateLimit)
  const kept: Candidate[] = []
  for (const candidate of best) {
    if (kept.length >= maxDetections) break
    const rivals = kept.filter((other) => other.classIndex === candidate.classIndex)
    if (rivals.every((other) => intersectionOverUnion(other, candidate) <= iou)) kept.push(candidate)
  }
  return kept
}

/** A box in stored-image pixels, cut at the image's edges; undefined when nothing of it lies on the image. */
export function toImageBox(
  candidate: Candidate,
  map: ImageToModel,
  image: { readonly rows: number; readonly columns: number },
): Box | undefined {
  const a = toImagePoint(map, { x: candidate.x1, y: candidate.y1 } satisfies ModelPoint)
  const b = toImagePoint(map, { x: candidate.x2, y: candidate.y2 } satisfies ModelPoint)
  const left = Math.max(0, Math.min(a.x, b.x))
  const top = Math.max(0, Math.min(a.y, b.y))
  const width = Math.min(image.columns, Math.max(a.x, b.x)) - left
  const height = Math.min(image.rows, Math.max(a.y, b.y)) - top
  return width > 0 && height > 0 ? [left, top, width, height] : undefined
}
