import type { ManifestInput } from '#shared/manifest.ts'

/** Height and width for trying a graph that takes any size. */
const trialSide = 64

/** The shape of one image's tensor by a manifest, batch axis included where there is one. */
export function inputShape(input: ManifestInput): readonly number[] {
  const height = input.height ?? trialSide
  const width = input.width ?? trialSide
  switch (input.layout) {
    case 'NCHW':
      return [1, input.channels, height, width]
    case 'NHWC':
      return [1, height, width, input.channels]
    case 'CHW':
      return [input.channels, height, width]
  }
}

/** A tensor of zeros in the shape of a manifest's input. */
export function zeroTensor(input: ManifestInput): { readonly shape: readonly number[]; readonly data: Float32Array } {
  const shape = inputShape(input)
  return { shape, data: new Float32Array(shape.reduce((product, length) => product * length, 1)) }
}
