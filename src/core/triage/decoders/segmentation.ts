import type { Box } from '#shared/geometry.ts'
import { toModelPoint } from '#shared/geometry.ts'
import type { Finding } from '#shared/domain.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { Predictions } from '#core/triage/predictions.ts'
import { sigmoid, softmax } from './activations.ts'
import { asProbability, badOutput, floatsOf, type DecoderInput } from './decoder-input.ts'
import { modelSize } from './model-size.ts'
import { encodeRunLength, type PixelRegion } from './run-length.ts'

type Segmentation = Extract<Manifest['decoder'], { kind: 'segmentation' }>
type Maps = { readonly classes: number; readonly rows: number; readonly columns: number; readonly values: Float32Array }

/**
 * A map K × H × W as one mask a label: where a cell's class wins (softmax, and probabilities that add up to 1 in every cell), or
 * where its probability is at least 0.5 (sigmoid, other probabilities). A stored pixel takes the cell that holds its centre. The score is the highest probability in the mask,
 * or 0 without one.
 */
export function decodeSegmentation(input: DecoderInput, decoder: Segmentation): Predictions {
  const maps = readMaps(input, decoder)
  const belongs = membership(maps, decoder)
  const columnCell = cellOf(input, maps)
  const found = input.manifest.labels.flatMap((label, index): { label: string; score: number; finding?: Finding }[] => {
    if (label.hidden || index === decoder.background) return []
    const finding = maskFinding(input, maps, label.name, index, belongs, columnCell)
    return [{ label: label.name, score: finding?.score ?? 0, ...(finding === undefined ? {} : { finding }) }]
  })
  return {
    scores: found.map(({ label, score }) => ({ label, score })),
    boxes: found.flatMap(({ finding }) => (finding === undefined ? [] : [finding])).sort((a, b) => b.score - a.score),
  }
}

function readMaps(input: DecoderInput, { activation, channelsLast }: Segmentation): Maps {
  const given = floatsOf(input, 'segmentation', 3)
  const [classes = 0, rows = 0, columns = 0] = channelsLast
    ? [given.shape[2], given.shape[0], given.shape[1]]
    : given.shape
  const data = channelsLast ? classesFirst(given.data, classes) : given.data
  const { labels } = input.manifest
  if (classes !== labels.length) throw badOutput(`The map should have ${labels.length} classes and has ${classes}.`)
  return { classes, rows, columns, values: toProbabilities(data, classes, rows * columns, activation) }
}

function classesFirst(data: Float32Array, classes: number): Float32Array {
  const cells = data.length / classes
  return Float32Array.from(data, (_, i) => data[(i % cells) * classes + Math.floor(i / cells)] ?? 0)
}

function toProbabilities(
  data: Float32Array,
  classes: number,
  cells: number,
  activation: Segmentation['activation'],
): Float32Array {
  if (activation === 'none') return data.map((value) => asProbability(value, 'A cell of the map'))
  if (activation === 'sigmoid') return data.map(sigmoid)
  const values = new Float32Array(data.length)
  for (let cell = 0; cell < cells; cell++) {
    const cellValues = softmax(Array.from({ length: classes }, (_, k) => data[k * cells + cell] ?? 0))
    for (const [k, value] of cellValues.entries()) values[k * cells + cell] = value
  }
  return values
}

/** Whether a cell belongs to a class. */
function membership(maps: Maps, { activation }: Segmentation) {
  const { classes, rows, columns, values } = maps
  const cells = rows * columns
  const exclusive = activation === 'softmax' || (activation === 'none' && addUpToOne(maps))
  if (!exclusive) return (index: number, cell: number) => (values[index * cells + cell] ?? 0) >= 0.5
  const winners = Uint16Array.from({ length: cells }, (_, cell) => {
    let best = 0
    for (let k = 1; k < classes; k++) {
      if ((values[k * cells + cell] ?? 0) > (values[best * cells + cell] ?? 0)) best = k
    }
    return best
  })
  return (index: number, cell: number) => winners[cell] === index
}

function addUpToOne({ classes, rows, columns, values }: Maps): boolean {
  const cells = rows * columns
  if (classes < 2) return false
  for (let cell = 0; cell < cells; cell++) {
    let sum = 0
    for (let k = 0; k < classes; k++) sum += values[k * cells + cell] ?? 0
    if (Math.abs(sum - 1) > 1e-2) return false
  }
  return true
}

/** The cell under a stored pixel's centre; −1 where the pixel never reached the tensor. */
function cellOf(input: DecoderInput, { rows, columns }: Maps) {
  const size = modelSize(input)
  return (column: number, row: number): number => {
    const point = toModelPoint(input.imageToModel, { x: column + 0.5, y: row + 0.5 })
    const cellColumn = Math.floor((point.x * columns) / size.width)
    const cellRow = Math.floor((point.y * rows) / size.height)
    const within = cellColumn >= 0 && cellColumn < columns && cellRow >= 0 && cellRow < rows
    return within ? cellRow * columns + cellColumn : -1
  }
}

function maskFinding(
  { image }: DecoderInput,
  { rows, columns, values }: Maps,
  label: string,
  index: number,
  belongs: (index: number, cell: number) => boolean,
  cellAt: (column: number, row: number) => number,
): Finding | undefined {
  const cells = rows * columns
  let score = -1
  for (let cell = 0; cell < cells; cell++) {
    if (belongs(index, cell)) score = Math.max(score, values[index * cells + cell] ?? 0)
  }
  if (score < 0) return undefined
  const bounds = { left: image.columns, top: image.rows, right: 0, bottom: 0 }
  const everything: PixelRegion = { left: 0, top: 0, right: image.columns, bottom: image.rows }
  const mask = encodeRunLength(image, everything, (column, row) => {
    const cell = cellAt(column, row)
    if (cell === -1 || !belongs(index, cell)) return false
    bounds.left = Math.min(bounds.left, column)
    bounds.top = Math.min(bounds.top, row)
    bounds.right = Math.max(bounds.right, column + 1)
    bounds.bottom = Math.max(bounds.bottom, row + 1)
    return true
  })
  const box: Box = [bounds.left, bounds.top, bounds.right - bounds.left, bounds.bottom - bounds.top]
  return box[2] > 0 && box[3] > 0 ? { label, score, box: [...box], mask } : undefined
}
