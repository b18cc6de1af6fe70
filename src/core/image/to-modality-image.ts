import type { LookupTable, PixelTables, StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { ImageHeader } from '#shared/header.ts'
import { unsupportedPixels } from './image-failure.ts'
import type { GreyImage, ModalityImage } from './modality-image.ts'
import { toBytes } from './to-bytes.ts'
import { toRgb } from './to-rgb.ts'

/**
 * Stored values with their meaning: the modality LUT or rescale (PS3.3 C.11.1), padding marked and left out of the range,
 * palette and YBR turned to RGB. Refuses with `unsupported-pixels` an unknown photometric interpretation, a rescale slope
 * that is 0 or no number, and float pixel data with values that are none.
 */
export function toModalityImage(stored: StoredPixels, header: ImageHeader, tables: PixelTables): ModalityImage {
  const photometric = stored.photometricInterpretation
  const { rows, columns } = stored
  if (photometric !== 'MONOCHROME1' && photometric !== 'MONOCHROME2') {
    return { kind: 'colour', rows, columns, values: toBytes(toRgb(stored, tables)), header }
  }
  if (stored.samplesPerPixel !== 1) {
    throw unsupportedPixels(`Expected one sample in ${photometric}; there are ${stored.samplesPerPixel}.`)
  }
  refuseNonNumbers(stored.data)
  const padding = paddingOf(stored, header)
  const { values, slope, intercept } = toModality(stored, header, tables.modalityLut)
  let range: readonly [minimum: number, maximum: number] | undefined
  return {
    kind: 'grey',
    rows,
    columns,
    values,
    slope,
    intercept,
    units: header.rescaleType,
    padding,
    // Only pictures without a window ask for it, and it is a pass over all pixels.
    get minimum() {
      return (range ??= modalityRange(values, padding, slope, intercept))[0]
    },
    get maximum() {
      return (range ??= modalityRange(values, padding, slope, intercept))[1]
    },
    stored,
    header,
  }
}

function toModality(
  stored: StoredPixels,
  header: ImageHeader,
  lut: LookupTable | undefined,
): Pick<GreyImage, 'values' | 'slope' | 'intercept'> {
  if (lut) return { values: lookUp(stored.data, lut), slope: 1, intercept: 0 }
  if (header.hasModalityLut) throw unsupportedPixels('Expected a modality LUT that can be read; it cannot.')
  const slope = header.rescaleSlope ?? 1
  const intercept = header.rescaleIntercept ?? 0
  if (!Number.isFinite(slope) || slope === 0 || !Number.isFinite(intercept)) {
    throw unsupportedPixels(`Expected a rescale slope other than 0 and an intercept; came ${slope} and ${intercept}.`)
  }
  return { values: stored.data, slope, intercept }
}

/** Values below the first mapped take the first entry, values beyond the last take the last (PS3.3 C.11.1.1.1). */
function lookUp(data: StoredPixels['data'], { firstMapped, entries }: LookupTable): Uint16Array {
  const last = entries.length - 1
  const mapped = new Uint16Array(data.length)
  for (let i = 0; i < data.length; i++) {
    mapped[i] = entries[Math.min(last, Math.max(0, Math.round(data[i]!) - firstMapped))] ?? 0
  }
  return mapped
}

/** Pixel padding is told in stored values, before the modality LUT (PS3.3 C.7.5.1.1.2). */
function paddingOf({ data }: StoredPixels, header: ImageHeader): Uint8Array | undefined {
  const { pixelPaddingValue: value, pixelPaddingRangeLimit: limit = value } = header
  if (value === undefined || limit === undefined) return undefined
  const [low, high] = [Math.min(value, limit), Math.max(value, limit)]
  const padding = new Uint8Array(data.length)
  let padded = 0
  for (let i = 0; i < data.length; i++) {
    if (data[i]! < low || data[i]! > high) continue
    padding[i] = 1
    padded += 1
  }
  return padded === 0 ? undefined : padding
}

function refuseNonNumbers(data: StoredPixels['data']): void {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return
  for (let i = 0; i < data.length; i++) {
    if (!Number.isFinite(data[i]!)) throw unsupportedPixels('Expected finite pixel values; one is none.')
  }
}

/** Lowest and highest modality value that is no padding; of 0 where all are. */
function modalityRange(
  values: GreyImage['values'],
  padding: Uint8Array | undefined,
  slope: number,
  intercept: number,
): readonly [minimum: number, maximum: number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    if (padding !== undefined && padding[i] === 1) continue
    const value = values[i]!
    if (value < low) low = value
    if (value > high) high = value
  }
  if (low > high) [low, high] = [0, 0]
  const [first, second] = [low * slope + intercept, high * slope + intercept]
  return first < second ? [first, second] : [second, first]
}
