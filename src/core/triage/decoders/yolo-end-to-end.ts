import type { Manifest } from '#shared/manifest.ts'
import type { Predictions } from '#core/triage/predictions.ts'
import type { Candidate } from './boxes.ts'
import { asProbability, badOutput, floatsOf, type DecoderInput } from './decoder-input.ts'
import { toDetections } from './detections.ts'
import { maskDrawer } from './prototype-mask.ts'

type EndToEnd = Extract<Manifest['decoder'], { kind: 'yolo-end-to-end' }>

/**
 * Ultralytics v10, v26 and exports with suppression inside: rows of corners in input pixels, score and class, perhaps
 * mask coefficients; unused rows are zero.
 */
export function decodeYoloEndToEnd(input: DecoderInput, decoder: EndToEnd): Predictions {
  const masks = decoder.masks ?? 0
  const { shape, data } = floatsOf(input, 'detections', 2)
  const [rows = 0, width = 0] = shape
  if (width !== 6 + masks) throw badOutput(`A detection should have ${6 + masks} values and has ${width}.`)
  const kept: Candidate[] = []
  for (let row = 0; row < rows; row++) {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, raw = 0, classIndex = 0] = data.subarray(row * width, (row + 1) * width)
    const score = asProbability(raw, 'A detection’s score')
    if (score === 0 || score < decoder.confidence) continue
    if (!Number.isInteger(classIndex)) throw badOutput(`A class should be a whole number and is ${classIndex}.`)
    kept.push({ x1, y1, x2, y2, classIndex, score, row })
  }
  const drawMask = maskDrawer(input, masks, (row, i) => data[row * width + 6 + i] ?? 0)
  return toDetections(input, kept, drawMask)
}
