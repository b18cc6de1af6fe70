import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { Cells } from './cells.ts'
import type { PixelFormat } from './pixel-format.ts'
import { refuse } from './refuse.ts'
import { isTornBySign, tornSteps } from './torn-by-sign.ts'

/** How the samples of a codestream are to be read: their depth, whether their sign is known, and whether coding loses. */
export type Coding = { readonly bits: number; readonly signed: boolean | undefined; readonly lossy: boolean }

/** The part of the range by which lossy coding may overshoot: JPEG of 12 bits was seen to give 1024 for 10 stored bits. */
const overshoot = 1 / 8

/**
 * The sample values of a decoded codestream, within BitsStored. Lossy overshoot is clamped; any value further out means that the
 * codestream is of another image than the header.
 */
export function codedValues(cells: Cells, format: PixelFormat, coding: Coding): StoredPixels['data'] {
  const values = readSigned(cells, format, coding)
  const { bitsStored, signed } = format
  if (coding.bits > bitsStored)
    keepWithin(values, signed ? -(2 ** (bitsStored - 1)) : 0, bitsStored, signed, coding.lossy)
  return values
}

/** Sign-extends from the codestream's own depth; where it knows no sign, the samples are two's complement (PS3.5 8.2). */
function readSigned(cells: Cells, format: PixelFormat, coding: Coding): StoredPixels['data'] {
  if (!format.signed) return widened(cells, format)
  // Where the codestream says unsigned, its writer coded either; where it cannot say, the header's word has more weight.
  const most = coding.signed === undefined ? tornSteps : 1
  if (coding.signed !== true && isTornBySign(cells, format.columns, coding.bits, most)) {
    refuse('codestream-mismatch', 'Expected a codestream of signed samples as the header states; came unsigned.')
  }
  const values = format.bitsAllocated > 8 ? new Int16Array(cells.length) : new Int8Array(cells.length)
  const shift = 32 - coding.bits
  for (let index = 0; index < values.length; index++) values[index] = ((cells[index] ?? 0) << shift) >> shift
  return values
}

/** As many bytes a sample as are allocated. */
function widened(cells: Cells, format: PixelFormat): StoredPixels['data'] {
  return format.bitsAllocated > 8 && cells.BYTES_PER_ELEMENT === 1 ? Uint16Array.from(cells) : cells
}

function keepWithin(values: StoredPixels['data'], lowest: number, bits: number, signed: boolean, lossy: boolean): void {
  const highest = 2 ** (signed ? bits - 1 : bits) - 1
  const tolerated = lossy ? (highest - lowest) * overshoot : 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0
    if (value >= lowest && value <= highest) continue
    if (value < lowest - tolerated || value > highest + tolerated) {
      refuse('codestream-mismatch', `Expected values of ${bits} bits as the header states; came ${value}.`)
    }
    values[index] = value < lowest ? lowest : highest
  }
}
