import type { ImageHeader } from '#shared/header.ts'
import { limits } from '#shared/limits.ts'
import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import type { PixelData } from '#core/dicom/pixel-data.ts'
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

/** Samples a pixel of the photometric interpretations that are known (PS3.3 C.7.6.3.1.2). */
const samplesOf: Readonly<Record<string, number>> = {
  MONOCHROME1: 1,
  MONOCHROME2: 1,
  'PALETTE COLOR': 1,
  RGB: 3,
  YBR_FULL: 3,
  YBR_FULL_422: 3,
  YBR_PARTIAL_422: 3,
  YBR_PARTIAL_420: 3,
  YBR_ICT: 3,
  YBR_RCT: 3,
  XYB: 3,
}

/**
 * Reads how the pixels lie. Refuses an image that does not say its size, depth and colour as the standard has it, since another
 * reading of the same bytes would be another picture, and one that is past the limits.
 */
export function readPixelDescription(dataSet: DataSet, kind: PixelData['element']): PixelDescription {
  const rows = required(dataSet, attributes.rows, 'Rows')
  const columns = required(dataSet, attributes.columns, 'Columns')
  const samplesPerPixel = required(dataSet, attributes.samplesPerPixel, 'SamplesPerPixel')
  const photometricInterpretation = readPhotometric(dataSet, samplesPerPixel)
  const cells = readCells(dataSet, kind)
  const numberOfFrames = readFrameCount(dataSet)
  checkSize(rows * columns, (samplesPerPixel * cells.bitsAllocated) / 8)
  return {
    rows,
    columns,
    numberOfFrames,
    samplesPerPixel,
    photometricInterpretation,
    planarConfiguration: readPlanarConfiguration(dataSet, samplesPerPixel),
    ...cells,
    pixelPaddingValue: readPadding(dataSet, attributes.pixelPaddingValue, cells.pixelRepresentation),
    pixelPaddingRangeLimit: readPadding(dataSet, attributes.pixelPaddingRangeLimit, cells.pixelRepresentation),
  }
}

type Cells = Pick<PixelDescription, 'bitsAllocated' | 'bitsStored' | 'highBit' | 'pixelRepresentation'>

function readCells(dataSet: DataSet, kind: PixelData['element']): Cells {
  const bitsAllocated = required(dataSet, attributes.bitsAllocated, 'BitsAllocated')
  if (kind !== 'integer') {
    const bits = kind === 'float' ? 32 : 64
    if (bitsAllocated !== bits) refuseHeader('bad-header', `Expected ${bits} bits allocated; came ${bitsAllocated}.`)
    return { bitsAllocated, bitsStored: bits, highBit: bits - 1, pixelRepresentation: 1 }
  }
  const bitsStored = required(dataSet, attributes.bitsStored, 'BitsStored')
  if (bitsStored > bitsAllocated) {
    refuseHeader('bad-header', `Expected at most ${bitsAllocated} bits stored; came ${bitsStored}.`)
  }
  const highBit = unsigned(dataSet, attributes.highBit, 'HighBit')
  const pixelRepresentation = unsigned(dataSet, attributes.pixelRepresentation, 'PixelRepresentation')
  if (highBit === undefined || highBit < bitsStored - 1 || highBit >= bitsAllocated) {
    const range = `${bitsStored - 1} to ${bitsAllocated - 1}`
    refuseHeader('bad-header', `Expected a HighBit of ${range}; came ${highBit ?? 'none'}.`)
  }
  if (pixelRepresentation !== 0 && pixelRepresentation !== 1) {
    refuseHeader('bad-header', `Expected a PixelRepresentation of 0 or 1; came ${pixelRepresentation ?? 'none'}.`)
  }
  return { bitsAllocated, bitsStored, highBit, pixelRepresentation }
}

function readPhotometric(dataSet: DataSet, samplesPerPixel: number): string {
  const photometric = textOf(dataSet, attributes.photometricInterpretation)
  if (photometric === undefined)
    refuseHeader('bad-header', 'Expected PhotometricInterpretation of an image; came none.')
  const samples = samplesOf[photometric]
  if (samples === undefined) {
    refuseHeader('unsupported-pixels', 'Expected a photometric interpretation that is known; came another.')
  }
  if (samples !== samplesPerPixel) {
    refuseHeader('bad-header', `Expected ${samples} samples a pixel of ${photometric}; came ${samplesPerPixel}.`)
  }
  return photometric
}

function readPlanarConfiguration(dataSet: DataSet, samplesPerPixel: number): number | undefined {
  const planar = unsigned(dataSet, attributes.planarConfiguration, 'PlanarConfiguration')
  if (samplesPerPixel > 1 && planar !== undefined && planar > 1) {
    refuseHeader('bad-header', `Expected a PlanarConfiguration of 0 or 1; came ${planar}.`)
  }
  return planar
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
