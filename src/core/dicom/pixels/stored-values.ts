import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { Cells } from './cells.ts'
import type { PixelFormat } from './pixel-format.ts'

/** The sample values within cells of BitsAllocated: the bits from HighBit down, sign-extended (PS3.5 8.1.1). In place. */
export function valuesOfCells(cells: Cells, format: PixelFormat): StoredPixels['data'] {
  if (format.element !== 'integer') return cells
  const values = format.signed ? signedView(cells) : cells
  const cellBits = cells.BYTES_PER_ELEMENT * 8
  if (format.bitsStored === cellBits) return values
  // In 32 bits: up to the sign bit, then down again, masks and extends at once.
  const up = 31 - format.highBit
  const down = 32 - format.bitsStored
  if (values instanceof Uint16Array) shiftUnsigned16(values, up, down)
  else if (values instanceof Int16Array) shiftSigned16(values, up, down)
  else shift(values, up, down, format.signed)
  return values
}

function signedView(cells: Cells): StoredPixels['data'] {
  const { buffer, byteOffset, length, BYTES_PER_ELEMENT } = cells
  if (BYTES_PER_ELEMENT === 1) return new Int8Array(buffer, byteOffset, length)
  return BYTES_PER_ELEMENT === 2
    ? new Int16Array(buffer, byteOffset, length)
    : new Int32Array(buffer, byteOffset, length)
}

// The three below do the same: a loop over one kind of array is many times faster than one over all kinds.

function shiftUnsigned16(values: Uint16Array, up: number, down: number): void {
  for (let index = 0; index < values.length; index++) values[index] = ((values[index] ?? 0) << up) >>> down
}

function shiftSigned16(values: Int16Array, up: number, down: number): void {
  for (let index = 0; index < values.length; index++) values[index] = ((values[index] ?? 0) << up) >> down
}

function shift(values: StoredPixels['data'], up: number, down: number, signed: boolean): void {
  for (let index = 0; index < values.length; index++) {
    const raised = (values[index] ?? 0) << up
    values[index] = signed ? raised >> down : raised >>> down
  }
}
