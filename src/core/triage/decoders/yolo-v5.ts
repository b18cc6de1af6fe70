import type { Manifest } from '#shared/manifest.ts'
import type { Predictions } from '#core/triage/predictions.ts'
import { fromCentre, suppressOverlaps, type Candidate } from './boxes.ts'
import { asProbability, badOutput, floatsOf, type DecoderInput } from './decoder-input.ts'
import { toDetections } from './detections.ts'
import { maskDrawer } from './prototype-mask.ts'

type YoloV5 = Extract<Manifest['decoder'], { kind: 'yolo-v5' }>

/**
 * YOLOv5: anchors × (centre, size in input pixels, objectness, one score a class, perhaps mask coefficients); a score is
 * objectness · class.
 */
export function decodeYoloV5(input: DecoderInput, decoder: YoloV5): Predictions {
  const { shape, data } = floatsOf(input, 'detections', 2)
  const [anchors = 0, channels = 0] = shape
  const classes = input.manifest.labels.length
  const masks = decoder.masks ?? 0
  if (channels !== 5 + classes + masks) {
    throw badOutput(
      `The detections should have ${5 + classes + masks} values (5, ${classes} labels, ${masks} mask coefficients) and have ${channels}.`,
    )
  }
  const candidates: Candidate[] = []
  for (let row = 0; row < anchors; row++) {
    const values = data.subarray(row * channels, (row + 1) * channels)
    const [cx = 0, cy = 0, width = 0, height = 0, objectness = 0] = values
    const scores = values.subarray(5, 5 + classes)
    const highest = scores.reduce((most, value) => Math.max(most, value), -Infinity)
    const score = asProbability(objectness * highest, 'A detection’s score')
    if (score < decoder.confidence) continue
    candidates.push(fromCentre([cx, cy, width, height], { classIndex: scores.indexOf(highest), score, row }))
  }
  const kept = suppressOverlaps(candidates, decoder.iou, decoder.maxDetections)
  const drawMask = maskDrawer(input, masks, (row, i) => data[row * channels + 5 + classes + i] ?? 0)
  return toDetections(input, kept, drawMask)
}
