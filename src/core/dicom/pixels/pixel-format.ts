import type { ImageHeader } from '#shared/header.ts'
import { limits } from '#shared/limits.ts'
import type { PixelData } from '#core/dicom/pixel-data.ts'
import { refuse } from './refuse.ts'

/** The shape of one frame as the header states it (PS3.3 C.7.6.3), found consistent and within the limits. */
export type PixelFormat = {
  readonly rows: number
  readonly columns: number
  readonly samplesPerPixel: number
  readonly bitsAllocated: number
  readonly bitsStored: number
  readonly highBit: number
  readonly signed: boolean
  readonly planar: boolean
  readonly photometricInterpretation: string
  readonly element: PixelData['element']
  /** The bits of a cell that hold overlay planes. */
  readonly overlayBits: number
}

/** Photometric interpretations in which two pixels share their chroma. */
export const subsampledPhotometrics: readonly string[] = ['YBR_FULL_422', 'YBR_PARTIAL_422']
const floatBits = { float: 32, double: 64 } as const

/** Checks what the header says of the pixels; refuses what no image can be. */
export function readPixelFormat(
  image: ImageHeader,
  pixelData: Pick<PixelData, 'element' | 'overlayBits'>,
): PixelFormat {
  const { element, overlayBits = 0 } = pixelData
  const { rows, columns, samplesPerPixel, photometricInterpretation } = image
  if (!isSize(rows) || !isSize(columns)) {
    refuse('unsupported-pixels', `Expected 1 to 65535 rows and columns; came ${rows} × ${columns}.`)
  }
  if (rows * columns > limits.dicom.pixels) {
    refuse('limit', `Expected at most ${limits.dicom.pixels} pixels a frame; came ${rows} × ${columns}.`)
  }
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3) {
    refuse('unsupported-pixels', `Expected 1 or 3 samples a pixel; came ${samplesPerPixel}.`)
  }
  if (isSubsampled(photometricInterpretation) && samplesPerPixel !== 3) {
    refuse('unsupported-pixels', `Expected 3 samples a pixel in a YBR image; came ${samplesPerPixel}.`)
  }
  const bits = element === 'integer' ? integerBits(image) : floatCells(floatBits[element], samplesPerPixel)
  const format: PixelFormat = {
    rows,
    columns,
    samplesPerPixel,
    ...bits,
    planar: samplesPerPixel > 1 && image.planarConfiguration === 1,
    photometricInterpretation,
    element,
    overlayBits,
  }
  if (frameBits(format) / 8 > limits.dicom.frameBytes) {
    refuse('limit', `Expected at most ${limits.dicom.frameBytes} bytes a frame; came ${frameBits(format) / 8}.`)
  }
  return format
}

/** Samples of one frame, chroma at full resolution. */
export function samplesOf(format: PixelFormat): number {
  return format.rows * format.columns * format.samplesPerPixel
}

/** Bits of one decoded frame as cells of BitsAllocated. */
export function frameBits(format: PixelFormat): number {
  return samplesOf(format) * format.bitsAllocated
}

/** True where two pixels share their chroma samples (PS3.3 C.7.6.3.1.2). */
export function isSubsampled(photometricInterpretation: string): boolean {
  return subsampledPhotometrics.includes(photometricInterpretation)
}

/** The name of a colour space once both pixels have their own chroma; YBR_PARTIAL_422 keeps its own for its range. */
export function atFullChroma(photometricInterpretation: string): string {
  return photometricInterpretation === 'YBR_FULL_422' ? 'YBR_FULL' : photometricInterpretation
}

function isSize(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 65_535
}

type Bits = Pick<PixelFormat, 'bitsAllocated' | 'bitsStored' | 'highBit' | 'signed'>

function integerBits(image: ImageHeader): Bits {
  const { bitsAllocated, bitsStored, highBit, samplesPerPixel } = image
  const bytes = bitsAllocated === 8 || bitsAllocated === 16 || bitsAllocated === 32
  const packed = (bitsAllocated === 1 || bitsAllocated === 12) && samplesPerPixel === 1
  if (!bytes && !packed) {
    refuse('unsupported-pixels', `Expected 1, 8, 12, 16 or 32 bits allocated; came ${bitsAllocated}.`)
  }
  if (!(Number.isInteger(bitsStored) && bitsStored >= 1 && bitsStored <= bitsAllocated)) {
    refuse('unsupported-pixels', `Expected 1 to ${bitsAllocated} bits stored; came ${bitsStored}.`)
  }
  if (!(Number.isInteger(highBit) && highBit >= bitsStored - 1 && highBit < bitsAllocated)) {
    refuse('unsupported-pixels', `Expected a high bit of ${bitsStored - 1} to ${bitsAllocated - 1}; came ${highBit}.`)
  }
  return { bitsAllocated, bitsStored, highBit, signed: image.pixelRepresentation === 1 }
}

function floatCells(bits: number, samplesPerPixel: number): Bits {
  if (samplesPerPixel !== 1) {
    refuse('unsupported-pixels', `Expected 1 sample a pixel of float pixel data; came ${samplesPerPixel}.`)
  }
  return { bitsAllocated: bits, bitsStored: bits, highBit: bits - 1, signed: true }
}
