import type { Cells } from './cells.ts'

/**
 * Pixels of three samples from 4:2:2 (PS3.3 C.7.6.3.1.2): each group of four cells is Y, Y, Cb, Cr of two neighbours, which
 * both take the chroma as it is.
 */
export function upSampleChroma(cells: Cells, columns: number): Cells {
  const groups = cells.length / 4
  if (columns % 2 !== 0) throw new Error('4:2:2 needs an even number of columns')
  const full = new (cells.constructor as new (length: number) => Cells)(groups * 6)
  for (let group = 0, from = 0, to = 0; group < groups; group++, from += 4, to += 6) {
    const blue = cells[from + 2] ?? 0
    const red = cells[from + 3] ?? 0
    full[to] = cells[from] ?? 0
    full[to + 1] = blue
    full[to + 2] = red
    full[to + 3] = cells[from + 1] ?? 0
    full[to + 4] = blue
    full[to + 5] = red
  }
  return full
}
