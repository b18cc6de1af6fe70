import type { Manifest } from '#shared/manifest.ts'
import type { Predictions } from '#core/triage/predictions.ts'
import type { Candidate } from './boxes.ts'
import { asProbability, badOutput, floatsOf, outputOf, type DecoderInput } from './decoder-input.ts'
import { toDetections, type MaskOf } from './detections.ts'
import { encodeRunLength } from './run-length.ts'
import { sampleLinear } from './sample-linear.ts'

type Torchvision = Extract<Manifest['decoder'], { kind: 'torchvision-detection' }>

/**
 * torchvision's detectors: boxes N × 4 as corners in pixels of the tensor that was fed, labels N, scores N, all decoded
 * and suppressed inside the graph; N may be 0. Mask R-CNN adds N × 1 × H × W, a mask where above 0.5.
 */
export function decodeTorchvision(input: DecoderInput, decoder: Torchvision): Predictions {
  const boxes = floatsOf(input, 'boxes', 2)
  const scores = floatsOf(input, 'scores', 1)
  const labels = outputOf(input, 'labels').data
  const count = scores.data.length
  if (boxes.data.length !== 4 * count || labels.length !== count) {
    throw badOutput(
      `The model gave ${count} scores, ${boxes.data.length / 4} boxes and ${labels.length} labels: they should be as many.`,
    )
  }
  const kept: Candidate[] = []
  for (let row = 0; row < count; row++) {
    const score = asProbability(scores.data[row] ?? 0, 'A detection’s score')
    if (score < decoder.scoreFloor) continue
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = boxes.data.subarray(4 * row, 4 * row + 4)
    if (decoder.firstLabel === 1 && Number(labels[row]) === 0) {
      throw badOutput(
        'The model gave label 0, which is the background where names count from 1. Put __background__ before the names beside the file, and add it again.',
      )
    }
    kept.push({ x1, y1, x2, y2, score, row, classIndex: Number(labels[row]) - decoder.firstLabel })
  }
  return toDetections(input, kept, maskReader(input))
}

function maskReader(input: DecoderInput): MaskOf | undefined {
  if (!input.manifest.outputs.some((output) => output.role === 'masks')) return undefined
  const { shape, data } = floatsOf(input, 'masks', 4)
  const [, , rows = 0, columns = 0] = shape
  const { scaleX, scaleY, offsetX, offsetY } = input.imageToModel
  return (candidate, [x, y, width, height]) => {
    const plane = data.subarray(candidate.row * rows * columns, (candidate.row + 1) * rows * columns)
    const region = {
      left: Math.floor(x),
      top: Math.floor(y),
      right: Math.min(input.image.columns, Math.ceil(x + width)),
      bottom: Math.min(input.image.rows, Math.ceil(y + height)),
    }
    return encodeRunLength(input.image, region, (column, row) => {
      const modelX = (column + 0.5) * scaleX + offsetX
      const modelY = (row + 0.5) * scaleY + offsetY
      return sampleLinear(plane, rows, columns, modelX, modelY) > 0.5
    })
  }
}
