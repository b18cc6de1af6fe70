import type { PixelTables } from '#core/dicom/stored-pixels.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import type { ModalityImage } from './modality-image.ts'
import { isInverse, toDisplayed } from './to-displayed.ts'

/** What a tensor is made of, in 16 bits for resizing: the value meant is `samples · scale + offset`. */
export type SourcePlane = {
  readonly rows: number
  readonly columns: number
  readonly channels: 1 | 3
  readonly samples: Uint16Array
  readonly scale: number
  readonly offset: number
}

type Grey = Extract<ModalityImage, { kind: 'grey' }>

const unit = { scale: 1 / 65_535, offset: 0 }

/** The values that a manifest asks for – stored, modality or displayed –, no level of 16 bits lost. */
export function toSourcePlane(
  image: ModalityImage,
  input: Pick<ManifestInput, 'pixelSource' | 'channels'>,
  tables: Pick<PixelTables, 'voiLuts'>,
): SourcePlane {
  const size = { rows: image.rows, columns: image.columns }
  if (image.kind === 'colour') {
    if (input.channels === 3) {
      return { ...size, channels: 3, samples: Uint16Array.from(image.values, (value) => value * 257), ...unit }
    }
    return { ...size, channels: 1, samples: toDisplayed(image, tables).values, ...unit }
  }
  switch (input.pixelSource) {
    case 'displayed':
      return { ...size, channels: 1, samples: toDisplayed(image, tables).values, ...unit }
    case 'modality':
      return { ...size, channels: 1, ...modalitySamples(image) }
    case 'stored':
      return { ...size, channels: 1, ...storedSamples(image) }
  }
}

/** In modality units; values of more than 65,536 levels are rounded to as many steps of their own range. */
function modalitySamples({ values, slope, intercept, minimum, maximum }: Grey) {
  const [low, high] = [(minimum - intercept) / slope, (maximum - intercept) / slope].toSorted((a, b) => a - b)
  const from = low ?? 0
  const span = (high ?? 0) - from
  const integers = !(values instanceof Float32Array || values instanceof Float64Array)
  const step = integers && span <= 65_535 ? 1 : Math.max(span, Number.MIN_VALUE) / 65_535
  return { samples: quantised(values, from, step), scale: step * slope, offset: from * slope + intercept }
}

/** Stored values over their full scale, bright is bright: MONOCHROME1 is turned round. */
function storedSamples(image: Grey) {
  const { values, header } = image
  if (values instanceof Float32Array || values instanceof Float64Array) {
    const plane = modalitySamples({ ...image, slope: 1, intercept: 0 })
    return { samples: plane.samples, ...unit }
  }
  const bits = header.hasModalityLut ? 16 : header.bitsStored
  const from = header.pixelRepresentation === 1 ? -(2 ** (bits - 1)) : 0
  const full = 2 ** bits - 1
  const step = Math.max(1, full / 65_535)
  const scale = step / full
  const samples = quantised(values, from, step)
  return isInverse(image) ? { samples, scale: -scale, offset: 1 } : { samples, scale, offset: 0 }
}

/** Padding lies outside the range and is held to its end. */
const quantised = (values: Grey['values'], from: number, step: number): Uint16Array =>
  Uint16Array.from(values, (value) => Math.min(65_535, Math.max(0, Math.round((value - from) / step))))
