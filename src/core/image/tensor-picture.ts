import sharp from 'sharp'
import { toImagePoint, type Box } from '#shared/geometry.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import type { Tensor } from './tensor.ts'

/** What the network saw, as a picture, and the part of the stored image that reached it. */
export type TensorPicture = {
  readonly png: Uint8Array
  readonly width: number
  readonly height: number
  readonly region: Box
}

/**
 * A tensor turned back into a picture: normalisation undone, and the numbers spread over grey or RGB of 16 bits by the
 * scaling's own range, or by the tensor's where the scaling has none.
 */
export async function toTensorPicture(
  tensor: Tensor,
  input: ManifestInput,
  image: { readonly rows: number; readonly columns: number },
): Promise<TensorPicture> {
  const { width, height, channels } = sizeOf(tensor, input)
  const values = interleaved(tensor.data, width * height, channels, input)
  const samples = spread(values, input.scaling)
  const png = await sharp(samples, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? 'grey16' : 'rgb16')
    .png()
    .toBuffer()
  return { png, width, height, region: regionOf(tensor, width, height, image) }
}

function sizeOf({ shape }: Tensor, { layout, channels }: ManifestInput) {
  const [height = 0, width = 0] = layout === 'NHWC' ? shape.slice(1, 3) : shape.slice(-2)
  return { width, height, channels }
}

function interleaved(data: Float32Array, pixels: number, channels: 1 | 3, input: ManifestInput): Float32Array {
  const values = new Float32Array(pixels * channels)
  for (let channel = 0; channel < channels; channel++) {
    const shown = input.colour === 'bgr' ? 2 - channel : channel
    const mean = input.mean[channel] ?? input.mean[0] ?? 0
    const std = input.std[channel] ?? input.std[0] ?? 1
    const [start, step] = input.layout === 'NHWC' ? [channel, channels] : [channel * pixels, 1]
    for (let i = 0; i < pixels; i++) values[i * channels + shown] = data[start + i * step]! * std + mean
  }
  return values
}

function spread(values: Float32Array, scaling: ManifestInput['scaling']): Uint16Array {
  const [low, high] = 'low' in scaling ? [scaling.low, scaling.high] : extremes(values)
  const factor = high === low ? 0 : 65_535 / (high - low)
  return Uint16Array.from(values, (value) => Math.min(65_535, Math.max(0, Math.round((value - low) * factor))))
}

function extremes(values: Float32Array): [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** Corners of the tensor in the image, held to the image. */
function regionOf(
  { imageToModel }: Tensor,
  width: number,
  height: number,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Box {
  const from = toImagePoint(imageToModel, { x: 0, y: 0 })
  const to = toImagePoint(imageToModel, { x: width, y: height })
  const [x0, y0] = [Math.max(0, from.x), Math.max(0, from.y)]
  return [x0, y0, Math.min(columns, to.x) - x0, Math.min(rows, to.y) - y0]
}
