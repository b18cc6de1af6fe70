import { createHash } from 'node:crypto'
import type { PixelTables } from '#core/dicom/stored-pixels.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import type { ModalityImage } from './modality-image.ts'
import { placeImage, type Placement, toImageToModel } from './place-image.ts'
import { resizePlane } from './resize-plane.ts'
import { backgroundOf, toScaled } from './scale-values.ts'
import { type SourcePlane, toSourcePlane } from './source-plane.ts'
import type { Tensor } from './tensor.ts'
import { toDisplayed } from './to-displayed.ts'

/** Grows with every change that could change a tensor: results of an earlier one are stale. */
export const preprocessingVersion = 1

/**
 * An image as the numbers that a graph wants: source values, geometry, scaling, mean and standard deviation, colour order
 * and layout, all from the manifest. 16 bits are kept until the numbers are floats.
 */
export async function toTensor(
  image: ModalityImage,
  input: ManifestInput,
  tables: Pick<PixelTables, 'voiLuts'>,
): Promise<Tensor> {
  return planeToTensor(
    toSourcePlane(image, input, () => toDisplayed(image, tables)),
    input,
  )
}

/** As {@link toTensor}, of a plane that may serve several models. */
export async function planeToTensor(upright: SourcePlane, input: ManifestInput): Promise<Tensor> {
  const plane = turned(upright, input.transpose)
  const placement = placeImage({ width: plane.columns, height: plane.rows }, input)
  const values = await placed(plane, placement, input)
  const { width, height } = placement.tensor
  const data = laidOut(values, plane.channels, { width, height }, input)
  return {
    shape: shapeOf(input, width, height),
    data,
    imageToModel: toImageToModel(placement, input.transpose),
    sha256: createHash('sha256').update(new Uint8Array(data.buffer)).digest('hex'),
  }
}

/** Rows and columns exchanged, for networks that were trained so. */
function turned(plane: SourcePlane, transpose: boolean): SourcePlane {
  if (!transpose) return plane
  const { rows, columns, channels, samples } = plane
  const swapped = new Uint16Array(samples.length)
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let c = 0; c < channels; c++) {
        swapped[(x * rows + y) * channels + c] = samples[(y * columns + x) * channels + c]!
      }
    }
  }
  return { ...plane, rows: columns, columns: rows, samples: swapped }
}

/** The resized and scaled image in its place in the tensor, as values; interleaved by pixel. */
async function placed(
  plane: SourcePlane,
  placement: Placement,
  { geometry, scaling }: ManifestInput,
): Promise<Float32Array> {
  const kernel = geometry.kind === 'native' ? 'nearest' : geometry.kernel
  const samples = await resizePlane(plane, placement.region, placement.scaled, kernel)
  const picture = toScaled(samples, plane, scaling)
  const { channels } = plane
  const { tensor, scaled, left, top } = placement
  if (tensor.width === scaled.width && tensor.height === scaled.height) return picture
  const background = geometry.kind === 'letterbox' ? backgroundOf(geometry.padValue / 255, scaling) : 0
  const values = new Float32Array(tensor.width * tensor.height * channels).fill(background)
  const [firstRow, lastRow] = [Math.max(0, top), Math.min(tensor.height, top + scaled.height)]
  const [firstColumn, lastColumn] = [Math.max(0, left), Math.min(tensor.width, left + scaled.width)]
  for (let y = firstRow; y < lastRow; y++) {
    const from = ((y - top) * scaled.width + firstColumn - left) * channels
    const to = (y * tensor.width + firstColumn) * channels
    values.set(picture.subarray(from, from + (lastColumn - firstColumn) * channels), to)
  }
  return values
}

/** Planes or pixels in the order of the layout, grey repeated over three channels, each channel normalised. */
function laidOut(
  values: Float32Array,
  channels: 1 | 3,
  { width, height }: { readonly width: number; readonly height: number },
  input: ManifestInput,
): Float32Array {
  const pixels = width * height
  const wanted = input.channels
  const data = new Float32Array(pixels * wanted)
  for (let channel = 0; channel < wanted; channel++) {
    const source = channels === 1 ? 0 : input.colour === 'bgr' ? 2 - channel : channel
    const mean = input.mean[channel] ?? input.mean[0] ?? 0
    const std = input.std[channel] ?? input.std[0] ?? 1
    const [start, step] = input.layout === 'NHWC' ? [channel, wanted] : [channel * pixels, 1]
    for (let i = 0; i < pixels; i++) {
      data[start + i * step] = (values[i * channels + source]! - mean) / std
    }
  }
  return data
}

function shapeOf({ layout, channels }: ManifestInput, width: number, height: number): number[] {
  switch (layout) {
    case 'NCHW':
      return [1, channels, height, width]
    case 'NHWC':
      return [1, height, width, channels]
    case 'CHW':
      return [channels, height, width]
  }
}
