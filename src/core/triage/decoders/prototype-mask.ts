import type { Finding } from '#shared/domain.ts'
import { toModelPoint, type Box } from '#shared/geometry.ts'
import { badOutput, floatsOf, type DecoderInput } from './decoder-input.ts'
import type { MaskOf } from './detections.ts'
import { modelSize } from './model-size.ts'
import { encodeRunLength } from './run-length.ts'
import { sampleLinear } from './sample-linear.ts'

/**
 * Draws masks from the graph's prototypes; `coefficient` gives the weight of prototype `i` for the detection in an output
 * row. Undefined for a model without masks.
 */
export function maskDrawer(
  input: DecoderInput,
  count: number,
  coefficient: (row: number, i: number) => number,
): MaskOf | undefined {
  if (count === 0) return undefined
  const prototypes = floatsOf(input, 'prototypes', 3)
  if (prototypes.shape[0] !== count) {
    throw badOutput(`The model should give ${count} mask prototypes and gave ${prototypes.shape[0]}.`)
  }
  return (candidate, box) => {
    const coefficients = Float32Array.from({ length: count }, (_, i) => coefficient(candidate.row, i))
    return prototypeMask(input, prototypes, coefficients, box)
  }
}

/**
 * The mask of one detection: the prototypes weighted by its coefficients, read at each stored pixel's centre between the
 * nearest four cells, where the weighted sum is above 0 (sigmoid above 0.5) and the pixel's centre within the box.
 */
function prototypeMask(
  input: DecoderInput,
  prototypes: { readonly shape: readonly number[]; readonly data: Float32Array },
  coefficients: Float32Array,
  [x, y, width, height]: Box,
): Finding['mask'] {
  const [, rows = 0, columns = 0] = prototypes.shape
  const plane = weightedSum(prototypes.data, coefficients, rows * columns)
  const size = modelSize(input)
  const region = {
    left: Math.max(0, Math.ceil(x - 0.5)),
    top: Math.max(0, Math.ceil(y - 0.5)),
    right: Math.min(input.image.columns, Math.floor(x + width - 0.5) + 1),
    bottom: Math.min(input.image.rows, Math.floor(y + height - 0.5) + 1),
  }
  return encodeRunLength(input.image, region, (column, row) => {
    const point = toModelPoint(input.imageToModel, { x: column + 0.5, y: row + 0.5 })
    return sampleLinear(plane, rows, columns, (point.x * columns) / size.width, (point.y * rows) / size.height) > 0
  })
}

function weightedSum(planes: Float32Array, weights: Float32Array, length: number): Float32Array {
  const sum = new Float32Array(length)
  for (const [i, weight] of weights.entries()) {
    for (let at = 0; at < length; at++) sum[at] = (sum[at] ?? 0) + weight * (planes[i * length + at] ?? 0)
  }
  return sum
}
