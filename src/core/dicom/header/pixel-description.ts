import type { ImageHeader } from '#shared/header.ts'
import { limits } from '#shared/limits.ts'
import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import { numberOf, numbersOf, textOf } from '#core/dicom/data-set/values.ts'

/** The image pixel module (PS3.3 C.7.6.3). */
export type PixelDescription = Pick<
  ImageHeader,
  | 'rows'
  | 'columns'
  | 'numberOfFrames'
  | 'samplesPerPixel'
  | 'photometricInterpretation'
  | 'planarConfiguration'
  | 'bitsAllocated'
  | 'bitsStored'
  | 'highBit'
  | 'pixelRepresentation'
  | 'pixelPaddingValue'
  | 'pixelPaddingRangeLimit'
>

/**
 * Reads how the pixels lie. Refuses an image that does not say its size and depth as the standard has it, since another
 * reading of the same bytes would be another picture, and one that is past the limits.
 */
export function readPixelDescription(dataSet: DataSet, floatBits: number | undefined): PixelDescription {
  const rows = required(dataSet, attributes.rows, 'Rows')
  const columns = required(dataSet, attributes.columns, 'Columns')
  const bitsAllocated = unsigned(dataSet, attributes.bitsAllocated, 'BitsAllocated') ?? floatBits
  if (!bitsAllocated) refuseHeader('bad-header', 'Expected BitsAllocated of an image; came none.')
  const bitsStored = unsigned(dataSet, attributes.bitsStored, 'BitsStored') ?? bitsAllocated
  const photometricInterpretation = textOf(dataSet, attributes.photometricInterpretation) ?? ''
  const samplesPerPixel =
    unsigned(dataSet, attributes.samplesPerPixel, 'SamplesPerPixel') ?? samplesOf(photometricInterpretation)
  const pixelRepresentation = unsigned(dataSet, attributes.pixelRepresentation, 'PixelRepresentation') ?? 0
  if (pixelRepresentation !== 0 && pixelRepresentation !== 1) {
    refuseHeader('bad-header', `Expected a PixelRepresentation of 0 or 1; came ${pixelRepresentation}.`)
  }
  const numberOfFrames = readFrameCount(dataSet)
  checkSize(rows * columns, (samplesPerPixel * bitsAllocated) / 8)
  return {
    rows,
    columns,
    numberOfFrames,
    samplesPerPixel,
    photometricInterpretation: photometricInterpretation || (samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2'),
    planarConfiguration: unsigned(dataSet, attributes.planarConfiguration, 'PlanarConfiguration'),
    bitsAllocated,
    bitsStored,
    highBit: unsigned(dataSet, attributes.highBit, 'HighBit') ?? bitsStored - 1,
    pixelRepresentation,
    pixelPaddingValue: readPadding(dataSet, attributes.pixelPaddingValue, pixelRepresentation),
    pixelPaddingRangeLimit: readPadding(dataSet, attributes.pixelPaddingRangeLimit, pixelRepresentation),
  }
}

/** A 16-bit number by the image's own signedness, whichever of US and SS is written. */
export function signedBy(pixelRepresentation: number, value: number): number {
  const bits = value & 0xffff
  return pixelRepresentation === 1 && bits >= 0x8000 ? bits - 0x10000 : bits
}

function required(dataSet: DataSet, attribute: Attribute, keyword: string): number {
  const value = unsigned(dataSet, attribute, keyword)
  if (!value) refuseHeader('bad-header', `Expected ${keyword} of at least 1; came ${value ?? 'none'}.`)
  return value
}

/** One unsigned 16-bit number: a longer one, or one of another VR, is read differently by different readers. */
function unsigned(dataSet: DataSet, attribute: Attribute, keyword: string): number | undefined {
  const element = elementOf(dataSet, attribute)
  if (element === undefined) return undefined
  if (element.vr !== undefined && element.vr !== 'US' && element.vr !== 'UN') {
    refuseHeader('bad-header', `Expected ${keyword} as an unsigned short (US); came ${element.vr}.`)
  }
  if (element.length !== 2) {
    refuseHeader('bad-header', `Expected ${keyword} in 2 bytes; came ${element.length ?? 'an undefined length'}.`)
  }
  return numberOf(dataSet, attribute)
}

function samplesOf(photometricInterpretation: string): number {
  return /^(RGB|YBR_)/.test(photometricInterpretation) ? 3 : 1
}

function readFrameCount(dataSet: DataSet): number {
  const [frames = 1] = numbersOf(dataSet, attributes.numberOfFrames)
  if (!Number.isInteger(frames) || frames < 0) {
    refuseHeader('bad-header', 'Expected NumberOfFrames as a whole number; came something else.')
  }
  if (frames > limits.dicom.frames) {
    refuseHeader('limit', `Expected at most ${limits.dicom.frames} frames; came ${frames}.`)
  }
  return Math.max(1, frames)
}

function readPadding(dataSet: DataSet, attribute: Attribute, pixelRepresentation: number): number | undefined {
  const value = numberOf(dataSet, attribute)
  return value === undefined ? undefined : signedBy(pixelRepresentation, value)
}

function checkSize(pixels: number, bytesPerPixel: number): void {
  const { pixels: mostPixels, frameBytes } = limits.dicom
  if (pixels > mostPixels) refuseHeader('limit', `Expected at most ${mostPixels} pixels a frame; came ${pixels}.`)
  const bytes = pixels * bytesPerPixel
  if (bytes > frameBytes) refuseHeader('limit', `Expected at most ${frameBytes} bytes a frame; came ${bytes}.`)
}
