import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import type { ModelFacts, ValueFacts } from '#core/model/onnx/model-facts.ts'
import type { Notes } from './notes.ts'

/** What the graph itself says of its one image input. */
export type GraphInput = Pick<ManifestInput, 'name' | 'layout' | 'elementType'> & {
  /** Undefined where the graph does not fix them. */
  readonly channels: ManifestInput['channels'] | undefined
  readonly width: number | undefined
  readonly height: number | undefined
  /** Whether the batch axis is free. */
  readonly freeBatch: boolean
  /** The length of a batch axis that is fixed; 1 where it is free or there is none. */
  readonly batch: number
}

const otherTypes: Readonly<Record<number, string>> = {
  3: 'int8',
  6: 'int32',
  7: 'int64',
  8: 'text',
  9: 'bool',
  11: 'float64',
  16: 'bfloat16',
}
const elementTypes: Readonly<Record<number, ManifestInput['elementType']>> = { 1: 'float32', 2: 'uint8', 10: 'float16' }

/**
 * The image input of a graph: layout, channels and size by its rank and shape, never by its name. Refuses, as `bad-model` and
 * by name, graphs of several inputs, volumes, other element types and large fixed batches.
 */
export function readInput(facts: ModelFacts, notes: Notes): GraphInput {
  const [input] = facts.inputs
  if (input === undefined || facts.inputs.length > 1) {
    const names = facts.inputs.map(({ name }) => name).join(', ')
    throw refuse(
      `Expected a model with one input, an image; it has ${facts.inputs.length}${names === '' ? '' : ` (${names})`}.`,
    )
  }
  const elementType = elementTypes[input.elementType]
  if (elementType === undefined) {
    throw refuse(
      `Expected an input of float32, float16 or uint8; ${otherTypes[input.elementType] ?? `ONNX type ${input.elementType}`} came.`,
    )
  }
  const shape = shapeText(input)
  if (input.shape.length === 5) {
    throw refuse(
      `A 3-D model (input ${shape}) is not supported: Firstlook judges single 2-D images, and a volume has another axis.`,
    )
  }
  notes.because('input.name', 'shape', `The only input of the graph: ${input.name}, ${elementType}, ${shape}.`)
  if (input.shape.length === 3) return { ...unbatched(input), elementType }
  if (input.shape.length !== 4)
    throw refuse(`Expected an image input of 4 axes (or 3 without a batch axis); ${shape} came.`)
  const [batch] = input.shape
  const fixedBatch = typeof batch === 'number' ? batch : 1
  if (fixedBatch < 1 || fixedBatch > limits.model.fixedBatch) {
    throw refuse(
      `Expected a batch axis that is free or at most ${limits.model.fixedBatch}; this graph takes exactly ${fixedBatch} images at a time, and one image would cost as much. Export it with a free batch axis.`,
    )
  }
  if (fixedBatch > 1) {
    notes.because(
      'input.fixedBatch',
      'shape',
      `The graph takes exactly ${fixedBatch} images at a time: each image is repeated so often, which costs as much.`,
    )
  }
  return {
    ...batched(input, notes),
    elementType,
    freeBatch: typeof batch !== 'number',
    batch: fixedBatch,
  }
}

function batched(input: ValueFacts, notes: Notes) {
  const [, second, third, last] = input.shape
  const isChannels = (length: number | string | undefined) => length === 1 || length === 3
  const last3 = isChannels(last) && !(isChannels(second) && second !== last && third !== last)
  if (last3 && !isChannels(second)) {
    notes.because(
      'input.layout',
      'shape',
      `The last axis is ${last}: height, width, channels (NHWC), as TensorFlow has it.`,
    )
    return {
      name: input.name,
      layout: 'NHWC',
      channels: last as 1 | 3,
      height: fixed(second),
      width: fixed(third),
    } as const
  }
  const channels = isChannels(second) ? (second as 1 | 3) : undefined
  if (channels === undefined && typeof second === 'number') {
    throw refuse(`Expected 1 or 3 channels; the input is ${shapeText(input)}.`)
  }
  notes.because('input.layout', 'shape', `Axes ${shapeText(input)}: channels, height, width (NCHW).`)
  return { name: input.name, layout: 'NCHW', channels, height: fixed(third), width: fixed(last) } as const
}

function unbatched(input: ValueFacts) {
  const [channels, height, width] = input.shape
  if (channels !== 1 && channels !== 3) {
    throw refuse(
      `Expected 3 axes to be channels, height and width with 1 or 3 channels; the input is ${shapeText(input)}.`,
    )
  }
  return {
    name: input.name,
    layout: 'CHW',
    channels,
    height: fixed(height),
    width: fixed(width),
    freeBatch: false,
    batch: 1,
  } as const
}

const fixed = (length: number | string | undefined) => (typeof length === 'number' ? length : undefined)
const refuse = (sentence: string) => new TriageError('bad-model', sentence, 'run')

export const shapeText = ({ shape }: Pick<ValueFacts, 'shape'>): string =>
  shape.map((length) => (typeof length === 'number' ? length : '?')).join(' × ')
