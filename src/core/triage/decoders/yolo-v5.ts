import type { Manifest } from '#shared/manifest.ts'
import type { Predictions } from '#core/triage/predictions.ts'
import { fromCentre, suppressOverlaps, type Candidate } from './boxes.ts'
import { asProbability, badOutput, floatsOf, type DecoderInput } from './decoder-input.ts'
import { toDetections } from './detections.ts'

type YoloV5 = Extract<Manifest['decoder'], { kind: 'yolo-v5' }>

/** YOLOv5: anchors × (centre, size in input pixels, objectness, one score a class); a score is objectness · class. */
export function decodeYoloV5(input: DecoderInput, decoder: YoloV5): Predictions {
  const { shape, data } = floatsOf(input, 'detections', 2)
  const [anchors = 0, channels = 0] = shape
  const classes = input.manifest.labels.length
  if (channels !== 5 + classes) {
    throw badOutput(`The detections should have ${5 + classes} values (5, ${classes} labels) and have ${channels}.`)
  }
  const candidates: Candidate[] = []
  for (let row = 0; row < anchors; row++) {
    const values = data.subarray(row * channels, (row + 1) * channels)
    const [cx = 0, cy = 0, width = 0, height = 0, objectness = 0] = values
    const scores = values.subarray(5)
    const highest = scores.reduce((most, value) => Math.max(most, value), -Infinity)
    const score = asProbability(objectness * highest, 'A detection’s score')
    if (score < decoder.confidence) continue
    candidates.push(fromCentre([cx, cy, width, height], { classIndex: scores.indexOf(highest), score, row }))
  }
  return toDetections(input, suppressOverlaps(candidates, decoder.iou, decoder.maxDetections))
}
