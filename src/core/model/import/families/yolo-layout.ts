import type { Manifest } from '#shared/manifest.ts'
import type { SeenOutput, Subject } from '#core/model/import/draft.ts'

/** How a detector's one output of rank 3 is laid out, and how many classes and mask coefficients it has. */
export type YoloLayout = {
  readonly kind: 'yolo-v8' | 'yolo-v5' | 'yolo-end-to-end' | 'yolo-rt-detr'
  /** Undefined where the class stands as a number in each row. */
  readonly classes: number | undefined
  readonly masks: number
  readonly detections: string
  readonly prototypes: string | undefined
  readonly why: string
}

/**
 * Tells the layouts of Ultralytics detectors apart by the shape of what came and by the number of anchors that the input's
 * size makes; undefined where none fits.
 */
export function yoloLayout({ seen, input, facts }: Subject): YoloLayout | undefined {
  const detections = seen.find(({ shape, data }) => shape.length === 3 && data instanceof Float32Array)
  if (detections === undefined || input.width === undefined || input.height === undefined) return undefined
  const prototypes = seen.find(({ shape }) => shape.length === 4)
  if (seen.length > 1 && prototypes === undefined && facts.metadata['names'] === undefined) return undefined
  const masks = prototypes?.shape[1] ?? 0
  const [, first = 0, second = 0] = detections.shape
  const anchors = anchorsOf(input.width, input.height)
  const names = { detections: detections.name, prototypes: prototypes?.name, masks }
  if (second === anchors && first > 4 + masks) {
    return {
      ...names,
      kind: 'yolo-v8',
      classes: first - 4 - masks,
      why: `${first} channels for ${anchors} anchors, as v8 and v11 have`,
    }
  }
  if (/rt-?detr/i.test(facts.metadata['description'] ?? '') && second > 4 && masks === 0) {
    return {
      ...names,
      kind: 'yolo-rt-detr',
      classes: second - 4,
      why: `The description names RT-DETR; ${first} queries of a box and ${second - 4} scores`,
    }
  }
  if (first === 3 * anchors && second > 5 + masks) {
    return {
      ...names,
      kind: 'yolo-v5',
      classes: second - 5 - masks,
      why: `${first} = 3 × ${anchors} anchors with objectness, as v5 has`,
    }
  }
  if (second === 6 + masks && first <= 1_000) {
    return {
      ...names,
      kind: 'yolo-end-to-end',
      classes: undefined,
      why: `at most ${first} rows of corners, score and class: suppression is inside the graph`,
    }
  }
  return undefined
}

/** Cells of the three grids with strides of 8, 16 and 32 pixels. */
export function anchorsOf(width: number, height: number): number {
  return [8, 16, 32].reduce((sum, stride) => sum + Math.ceil(width / stride) * Math.ceil(height / stride), 0)
}

export const bindings = ({ detections, prototypes }: YoloLayout): Manifest['outputs'] => [
  { role: 'detections', name: detections },
  ...(prototypes === undefined ? [] : [{ role: 'prototypes' as const, name: prototypes }]),
]

/** The highest class number among the rows of an end-to-end detector's answer. */
export function highestClass({ data, shape }: SeenOutput): number {
  const width = shape[2] ?? 6
  let highest = 0
  for (let at = 5; at < data.length; at += width) highest = Math.max(highest, Number(data[at]))
  return highest
}
