import type { Manifest } from '#shared/manifest.ts'
import type { Predictions } from '#core/triage/predictions.ts'
import { sigmoid, softmax } from './activations.ts'
import { fromCentre, type Candidate } from './boxes.ts'
import { asProbability, badOutput, floatsOf, type DecoderInput } from './decoder-input.ts'
import { toDetections } from './detections.ts'
import { modelSize } from './model-size.ts'

type Detr = Extract<Manifest['decoder'], { kind: 'detr' }>
type YoloRtDetr = Extract<Manifest['decoder'], { kind: 'yolo-rt-detr' }>
type RtDetr = Extract<Manifest['decoder'], { kind: 'rt-detr' }>

/** DETR and YOLOS: softmax over the classes and "no object", which stands last; the best class of each query counts. */
export function decodeDetr(input: DecoderInput, decoder: Detr): Predictions {
  const { logits, classes, boxAt, queries } = readQueries(input, input.manifest.labels.length + 1)
  const kept: Candidate[] = []
  for (let row = 0; row < queries; row++) {
    const scores = softmax(logits.subarray(row * classes, (row + 1) * classes)).subarray(0, classes - 1)
    const score = scores.reduce((most, value) => Math.max(most, value), 0)
    if (score >= decoder.confidence)
      kept.push(fromCentre(boxAt(row), { classIndex: scores.indexOf(score), score, row }))
  }
  return toDetections(input, kept)
}

/** RT-DETR and D-FINE: sigmoid, then the best `topK` over all queries and classes; a query may count more than once. */
export function decodeRtDetr(input: DecoderInput, decoder: RtDetr): Predictions {
  const { logits, classes, boxAt } = readQueries(input, input.manifest.labels.length)
  const ranked = Array.from(logits, (logit, at) => ({ score: sigmoid(logit), at }))
  ranked.sort((a, b) => b.score - a.score || a.at - b.at)
  const kept = ranked
    .slice(0, decoder.topK)
    .filter(({ score }) => score >= decoder.confidence)
    .map(({ score, at }) => {
      const row = Math.floor(at / classes)
      return fromCentre(boxAt(row), { classIndex: at % classes, score, row })
    })
  return toDetections(input, kept)
}

/** RT-DETR as Ultralytics exports it: rows of centre and size over the tensor's sides and one sigmoid score a class; the best counts. */
export function decodeYoloRtDetr(input: DecoderInput, decoder: YoloRtDetr): Predictions {
  const { shape, data } = floatsOf(input, 'detections', 2)
  const [queries = 0, channels = 0] = shape
  const expected = 4 + input.manifest.labels.length
  if (channels !== expected) throw badOutput(`A query should have ${expected} values and has ${channels}.`)
  const { width, height } = modelSize(input)
  const kept: Candidate[] = []
  for (let row = 0; row < queries; row++) {
    const [cx = 0, cy = 0, w = 0, h = 0, ...scores] = data.subarray(row * channels, (row + 1) * channels)
    const score = asProbability(Math.max(...scores), 'A detection’s score')
    if (score < decoder.confidence) continue
    const classIndex = scores.indexOf(score)
    kept.push(fromCentre([cx * width, cy * height, w * width, h * height], { classIndex, score, row }))
  }
  return toDetections(input, kept)
}

/** Logits and boxes by query; boxes come as centre and size over the tensor's width and height. */
function readQueries(input: DecoderInput, expected: number) {
  const logits = floatsOf(input, 'scores', 2)
  const boxes = floatsOf(input, 'boxes', 2)
  const [queries = 0, classes = 0] = logits.shape
  if (classes !== expected) throw badOutput(`A query should have ${expected} logits and has ${classes}.`)
  if (boxes.shape[0] !== queries || boxes.shape[1] !== 4) {
    throw badOutput(`The boxes should be ${queries} × 4 and are ${boxes.shape.join(' × ')}.`)
  }
  const { width, height } = modelSize(input)
  const boxAt = (row: number): [number, number, number, number] => {
    const [cx = 0, cy = 0, w = 0, h = 0] = boxes.data.subarray(4 * row, 4 * row + 4)
    return [cx * width, cy * height, w * width, h * height]
  }
  return { logits: logits.data, queries, classes, boxAt }
}
