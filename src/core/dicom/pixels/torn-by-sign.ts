import type { Cells } from './cells.ts'

/** A signed picture of noise alone makes steps of about the same size either way; a torn one, many times larger ones. */
export const tornSteps = 2

/**
 * True where samples of `bits` were written unsigned, whatever the header says: read as signed, a picture tears where it passes
 * the middle of its range, which shows by steps from pixel to pixel more than `most` times as large as those of unsigned samples.
 */
export function isTornBySign(cells: Cells, columns: number, bits: number, most: number): boolean {
  const shift = 32 - bits
  let asUnsigned = 0
  let asSigned = 0
  for (let index = 1; index < cells.length; index++) {
    if (index % columns === 0) continue
    const value = cells[index] ?? 0
    const before = cells[index - 1] ?? 0
    asUnsigned += Math.abs(((value << shift) >>> shift) - ((before << shift) >>> shift))
    asSigned += Math.abs(((value << shift) >> shift) - ((before << shift) >> shift))
  }
  return asSigned > most * asUnsigned
}
