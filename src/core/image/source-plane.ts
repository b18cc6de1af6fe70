import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import type { GreyImage, ModalityImage } from './modality-image.ts'
import { type Displayed, isInverse } from './to-displayed.ts'

/** What a tensor is made of, in 16 bits for resizing: the value meant is `samples · scale + offset`. */
export type SourcePlane = {
  readonly rows: number
  readonly columns: number
  readonly channels: 1 | 3
  readonly samples: Uint16Array
  readonly scale: number
  readonly offset: number
}

const steps = 65_535
const unit = { scale: 1 / steps, offset: 0 }

/**
 * The values that a manifest asks for – stored, modality or displayed –, no level of 16 bits lost. Bright is bright:
 * MONOCHROME1 is turned round in stored values, before anything is rounded, so that an inverted twin gives the same plane.
 * Padding is the darkest value.
 */
export function toSourcePlane(
  image: ModalityImage,
  input: Pick<ManifestInput, 'pixelSource' | 'channels'>,
  displayed: () => Displayed,
): SourcePlane {
  const size = { rows: image.rows, columns: image.columns }
  // The units of a colour picture are its bytes.
  const ofColour = input.pixelSource === 'modality' ? { scale: 255 / steps, offset: 0 } : unit
  if (image.kind === 'colour' && input.channels === 3) {
    return { ...size, channels: 3, samples: widened(image.values), ...ofColour }
  }
  if (image.kind === 'colour') return { ...size, channels: 1, samples: displayed().values, ...ofColour }
  if (input.pixelSource === 'displayed') return { ...size, channels: 1, samples: displayed().values, ...unit }
  const plane = input.pixelSource === 'modality' ? modalitySamples(image) : storedSamples(image)
  return { ...size, channels: 1, ...plane }
}

function widened(bytes: Uint8Array): Uint16Array {
  const samples = new Uint16Array(bytes.length)
  for (let i = 0; i < bytes.length; i++) samples[i] = bytes[i]! * 257
  return samples
}

type Samples = Pick<SourcePlane, 'samples' | 'scale' | 'offset'>

/** In modality units, over the image's own range. */
function modalitySamples(image: GreyImage): Samples {
  const { values, slope, intercept, padding } = image
  const ends = [(image.minimum - intercept) / slope, (image.maximum - intercept) / slope].toSorted((a, b) => a - b)
  const [low = 0, high = 0] = ends
  const [least, most] = isIntegers(values) && values === image.stored.data ? fullScale(image.stored) : [low, high]
  // Turned round within what the values could be; a negative slope has its dark end at the high values.
  const mirrored = isInverse(image)
  const [from, to] = mirrored ? [least + most - high, least + most - low] : [low, high]
  const step = stepOf(to - from, isIntegers(values))
  const samples = quantised(values, mirrored ? { at: least + most, sign: -1 } : { at: 0, sign: 1 }, from, step)
  if (padding) blacken(samples, padding, slope < 0 ? Math.round((to - from) / step) : 0)
  return { samples, scale: step * slope, offset: from * slope + intercept }
}

/** Stored values over their full scale, 0..1; float pixel data over its own range. */
function storedSamples(image: GreyImage): Samples {
  const { data } = image.stored
  const [from, to] = isIntegers(data) ? fullScale(image.stored) : rangeOf(data)
  const step = stepOf(to - from, isIntegers(data))
  const samples = quantised(data, isInverse(image) ? { at: from + to, sign: -1 } : { at: 0, sign: 1 }, from, step)
  if (image.padding) blacken(samples, image.padding, 0)
  return { samples, scale: to === from ? 0 : step / (to - from), offset: 0 }
}

/** The ends of what the stored bits can hold. */
const fullScale = ({ bitsStored, signed }: GreyImage['stored']): readonly [number, number] =>
  signed ? [-(2 ** (bitsStored - 1)), 2 ** (bitsStored - 1) - 1] : [0, 2 ** bitsStored - 1]

const isIntegers = (values: StoredPixels['data']): boolean =>
  !(values instanceof Float32Array || values instanceof Float64Array)

/** Value of one of the 65,536 steps over a span. Integers fall on whole steps, so that none of their levels is rounded. */
function stepOf(span: number, integers: boolean): number {
  if (span <= 0) return 1
  return integers && span <= steps ? 1 / Math.floor(steps / span) : span / steps
}

type Turn = { readonly at: number; readonly sign: 1 | -1 }

function quantised(values: StoredPixels['data'], { at, sign }: Turn, from: number, step: number): Uint16Array {
  const samples = new Uint16Array(values.length)
  for (let i = 0; i < values.length; i++) {
    samples[i] = Math.min(steps, Math.max(0, Math.round((at + sign * values[i]! - from) / step)))
  }
  return samples
}

function blacken(samples: Uint16Array, padding: Uint8Array, black: number): void {
  for (let i = 0; i < samples.length; i++) if (padding[i] === 1) samples[i] = black
}

function rangeOf(values: StoredPixels['data']): readonly [low: number, high: number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!)
    high = Math.max(high, values[i]!)
  }
  return [low, high]
}
