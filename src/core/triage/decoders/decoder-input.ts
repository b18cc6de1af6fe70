import type { ModelOutput, OutputTensor } from '#core/model/model-output.ts'
import { TriageError } from '#shared/errors.ts'
import type { ImageToModel } from '#shared/geometry.ts'
import type { Manifest } from '#shared/manifest.ts'

/** All that a decoder may look at: one image's outputs, how to read them, and the way back to the stored image. */
export type DecoderInput = {
  readonly output: ModelOutput
  readonly manifest: Manifest
  readonly imageToModel: ImageToModel
  readonly image: { readonly rows: number; readonly columns: number }
}

export type OutputRole = Manifest['outputs'][number]['role']

/** The output that the manifest binds to a role, its float values and its shape without a batch axis of 1. */
export function floatsOf(input: DecoderInput, role: OutputRole, rank: number): { shape: number[]; data: Float32Array } {
  const tensor = outputOf(input, role)
  if (!(tensor.data instanceof Float32Array)) throw badOutput(`The ${role} should be floating-point numbers.`)
  return { shape: withoutBatch(tensor, role, rank), data: tensor.data }
}

/** The output that the manifest binds to a role. */
export function outputOf({ output, manifest }: DecoderInput, role: OutputRole): OutputTensor {
  const name = manifest.outputs.find((binding) => binding.role === role)?.name
  const tensor = name === undefined ? undefined : output.tensors[name]
  if (tensor === undefined) throw badOutput(`The model gave no output for its ${role}.`)
  return tensor
}

/** A tensor's shape after leading axes of length 1 are given up until `rank` are left. */
function withoutBatch({ shape }: OutputTensor, role: OutputRole, rank: number): number[] {
  const rest = [...shape]
  while (rest.length > rank && rest[0] === 1) rest.shift()
  if (rest.length !== rank)
    throw badOutput(`The ${role} should have ${rank} axes for an image and are ${shape.join(' × ')}.`)
  return rest
}

/** A score of a graph that gives probabilities: refused outside 0..1 but for rounding, which is cut off. */
export function asProbability(value: number, what: string): number {
  if (!(value >= -1e-3 && value <= 1 + 1e-3)) throw badOutput(`${what} should lie within 0..1 and is ${value}.`)
  return Math.min(1, Math.max(0, value))
}

export const badOutput = (sentence: string): TriageError => new TriageError('bad-output', sentence, 'interpret')
