import type { Tensor } from '#core/image/tensor.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { ModelOutput, OutputTensor } from '#core/model/model-output.ts'
import type { RuntimeInput } from './runtime.ts'

type TensorValues = Pick<Tensor, 'shape' | 'data'>

/** Lists of tensors that go through the graph together where that is wanted: neighbours of one shape, where the batch axis is free. */
export function toBatches<T extends TensorValues>(
  tensors: readonly T[],
  manifest: Manifest,
  wanted: boolean,
): readonly T[][] {
  const together = wanted && manifest.input.dynamicBatch && manifest.input.layout !== 'CHW'
  const batches: T[][] = []
  for (const tensor of tensors) {
    const last = batches.at(-1)
    if (together && last?.[0]?.shape.join() === tensor.shape.join()) last.push(tensor)
    else batches.push([tensor])
  }
  return batches
}

/** The images that go through the graph at once where `count` are wanted: a fixed batch axis takes its own number. */
export const fedCount = ({ input }: Manifest, count: number): number => input.fixedBatch ?? count

/** One input of the graph from tensors of one shape, joined along the batch axis; the first one again where the graph takes more. */
export function toRuntimeInput(manifest: Manifest, tensors: readonly TensorValues[]): RuntimeInput {
  const { elementType } = manifest.input
  const [first] = tensors
  if (first === undefined) throw new Error('a batch holds at least one tensor')
  const count = fedCount(manifest, tensors.length)
  if (count === 1) return { elementType, data: first.data, shape: first.shape }
  const data = new Float32Array(first.data.length * count)
  for (let i = 0; i < count; i++) data.set((tensors[i] ?? first).data, i * first.data.length)
  return { elementType, data, shape: [count, ...first.shape.slice(1)] }
}

/** The outputs of the first `count` images of a batch of `fed`, one image each, its batch axis kept with length 1. */
export function fromBatch(
  tensors: Readonly<Record<string, OutputTensor>>,
  count: number,
  fed: number,
): readonly ModelOutput[] {
  if (fed === 1) return [{ tensors }]
  return Array.from({ length: count }, (_, i) => ({
    tensors: Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, imageOf(tensor, i, fed)])),
  }))
}

/** One image's part of an output, the batch axis kept with length 1. */
export function imageOf({ shape, data }: OutputTensor, i: number, count: number): OutputTensor {
  const length = data.length / count
  return { shape: [1, ...shape.slice(1)], data: data.slice(i * length, (i + 1) * length) }
}
