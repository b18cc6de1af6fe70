/** The size of native pixel cells and which of their bits the picture uses. */
export type CellLayout = {
  readonly bitsAllocated: number
  readonly bitsStored: number
  readonly highBit: number
  readonly littleEndian: boolean
}

/**
 * Clears the bits of native cells above and below the picture's, where retired overlays lie (PS3.3 2004 C.9.2): an overlay
 * removed by its group alone would stay there. Cells of 8 and 16 bits, as such overlays have.
 */
export function blankPlanes(cells: Buffer, { bitsAllocated, bitsStored, highBit, littleEndian }: CellLayout): void {
  const mask = ((1 << bitsStored) - 1) << (highBit + 1 - bitsStored)
  const bytes = bitsAllocated / 8
  for (let at = 0; at + bytes <= cells.length; at += bytes) {
    for (let i = 0; i < bytes; i++) {
      const shift = littleEndian ? 8 * i : 8 * (bytes - 1 - i)
      cells[at + i] = (cells[at + i] ?? 0) & (mask >>> shift)
    }
  }
}
