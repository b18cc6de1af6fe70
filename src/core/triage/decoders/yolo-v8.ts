import type { Manifest } from '#shared/manifest.ts'
import type { Predictions } from '#core/triage/predictions.ts'
import { fromCentre, suppressOverlaps, type Candidate } from './boxes.ts'
import { asProbability, badOutput, floatsOf, type DecoderInput } from './decoder-input.ts'
import { toDetections } from './detections.ts'
import { maskDrawer } from './prototype-mask.ts'

type YoloV8 = Extract<Manifest['decoder'], { kind: 'yolo-v8' }>

/**
 * Ultralytics v8 and v11, detect and segment: channels × anchors, where the channels are centre, size (input pixels),
 * one sigmoid score a class and, for masks, the coefficients of the prototypes.
 */
export function decodeYoloV8(input: DecoderInput, decoder: YoloV8): Predictions {
  const { shape, data } = floatsOf(input, 'detections', 2)
  const [channels = 0, anchors = 0] = shape
  const classes = input.manifest.labels.length
  if (channels !== 4 + classes + decoder.masks) {
    throw badOutput(
      `The detections should have ${4 + classes + decoder.masks} channels (4, ${classes} labels, ${decoder.masks} mask coefficients) and have ${channels}.`,
    )
  }
  const candidates: Candidate[] = []
  for (let anchor = 0; anchor < anchors; anchor++) {
    const { classIndex, score } = bestClass(data, anchors, anchor, classes)
    if (score < decoder.confidence) continue
    const at = (channel: number) => data[channel * anchors + anchor] ?? 0
    candidates.push(fromCentre([at(0), at(1), at(2), at(3)], { classIndex, score, row: anchor }))
  }
  const kept = suppressOverlaps(candidates, decoder.iou, decoder.maxDetections)
  const drawMask = maskDrawer(input, decoder.masks, (row, i) => data[(4 + classes + i) * anchors + row] ?? 0)
  return toDetections(input, kept, drawMask)
}

function bestClass(data: Float32Array, anchors: number, anchor: number, classes: number) {
  let classIndex = 0
  let score = -Infinity
  for (let i = 0; i < classes; i++) {
    const value = data[(4 + i) * anchors + anchor] ?? 0
    if (value > score) [classIndex, score] = [i, value]
  }
  return { classIndex, score: asProbability(score, 'A detection’s score') }
}
