import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { Cells } from './cells.ts'
import type { PixelFormat } from './pixel-format.ts'
import { refuse } from './refuse.ts'

/**
 * The sample values within cells of BitsAllocated: the bits from HighBit down, sign-extended (PS3.5 8.1.1). In place. Bits around
 * them must be zero, continue the sign or hold an overlay plane: anything else was written by another header than this.
 */
export function valuesOfCells(cells: Cells, format: PixelFormat): StoredPixels['data'] {
  if (format.element !== 'integer') return cells
  const values = format.signed ? signedView(cells) : cells
  const cellBits = cells.BYTES_PER_ELEMENT * 8
  if (format.bitsStored === cellBits) return values
  // In 32 bits: up to the sign bit, then down again, masks and extends at once.
  const up = 31 - format.highBit
  const down = 32 - format.bitsStored
  const shifts = { up, down, low: down - up, unused: unusedBits(format, cellBits) }
  const stray =
    values instanceof Uint16Array
      ? shiftUnsigned16(values, shifts)
      : values instanceof Int16Array
        ? shiftSigned16(values, shifts)
        : shift(values, shifts, format.signed)
  if (stray !== 0) {
    refuse(
      'bad-header',
      `Expected values within the ${format.bitsStored} bits that the header states; came larger ones.`,
    )
  }
  return values
}

type Shifts = { readonly up: number; readonly down: number; readonly low: number; readonly unused: number }

/** The bits of a cell that hold neither the value nor an overlay plane. */
function unusedBits({ bitsStored, highBit, overlayBits }: PixelFormat, cellBits: number): number {
  const cell = cellBits === 32 ? -1 : 2 ** cellBits - 1
  const value = (bitsStored === 32 ? -1 : 2 ** bitsStored - 1) << (highBit + 1 - bitsStored)
  return cell & ~value & ~overlayBits
}

function signedView(cells: Cells): StoredPixels['data'] {
  const { buffer, byteOffset, length, BYTES_PER_ELEMENT } = cells
  if (BYTES_PER_ELEMENT === 1) return new Int8Array(buffer, byteOffset, length)
  return BYTES_PER_ELEMENT === 2
    ? new Int16Array(buffer, byteOffset, length)
    : new Int32Array(buffer, byteOffset, length)
}

// The three below do the same: a loop over one kind of array is many times faster than one over all kinds. Each gives the unused
// bits that were set in any cell, those of a continued sign left out.

function shiftUnsigned16(values: Uint16Array, { up, down, unused }: Shifts): number {
  let stray = 0
  for (let index = 0; index < values.length; index++) {
    const cell = values[index] ?? 0
    stray |= cell
    values[index] = (cell << up) >>> down
  }
  return stray & unused
}

function shiftSigned16(values: Int16Array, { up, down, low, unused }: Shifts): number {
  let stray = 0
  for (let index = 0; index < values.length; index++) {
    const cell = values[index] ?? 0
    const value = (cell << up) >> down
    if (cell !== value << low) stray |= cell
    values[index] = value
  }
  return stray & unused
}

function shift(values: StoredPixels['data'], { up, down, low, unused }: Shifts, signed: boolean): number {
  let stray = 0
  for (let index = 0; index < values.length; index++) {
    const cell = values[index] ?? 0
    const raised = cell << up
    const value = signed ? raised >> down : raised >>> down
    if (!(signed && (cell | 0) === value << low)) stray |= cell
    values[index] = value
  }
  return stray & unused
}
