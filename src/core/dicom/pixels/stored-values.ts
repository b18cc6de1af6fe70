import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { Cells } from './cells.ts'
import type { PixelFormat } from './pixel-format.ts'

/** The sample values within cells of BitsAllocated: the bits from HighBit down, sign-extended (PS3.5 8.1.1). In place where it can. */
export function valuesOfCells(cells: Cells, format: PixelFormat): StoredPixels['data'] {
  if (format.element !== 'integer') return cells
  const { bitsStored, highBit, signed } = format
  const cellBits = cells.BYTES_PER_ELEMENT * 8
  const values = signed ? signedView(cells) : cells
  if (bitsStored === cellBits) return values
  const up = cellBits - 1 - highBit
  const down = cellBits - bitsStored
  // 32-bit integers: shifting up to the sign bit of the cell and down again masks and extends at once.
  const toCell = 32 - cellBits
  for (let index = 0; index < values.length; index++) {
    const raised = (cells[index] ?? 0) << (up + toCell)
    values[index] = signed ? raised >> (down + toCell) : raised >>> (down + toCell)
  }
  return values
}

function signedView(cells: Cells): StoredPixels['data'] {
  const { buffer, byteOffset, length, BYTES_PER_ELEMENT } = cells
  if (BYTES_PER_ELEMENT === 1) return new Int8Array(buffer, byteOffset, length)
  return BYTES_PER_ELEMENT === 2
    ? new Int16Array(buffer, byteOffset, length)
    : new Int32Array(buffer, byteOffset, length)
}
