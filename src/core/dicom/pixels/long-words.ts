/** A picture read in the wrong order of words has steps from pixel to pixel that are tens of thousands of times as large. */
const clearlySmoother = 16

/**
 * Cells of 32 bits in big endian OW, in place: some writers swap whole cells, others the bytes of each word and leave the low word
 * first (PS3.5 8.1.1 and 7.3). The order in which the picture is clearly smoother is its own.
 */
export function inOrderOfWords(cells: Uint32Array): Uint32Array {
  const rotate = (cell: number): number => ((cell << 16) | (cell >>> 16)) >>> 0
  let whole = 0
  let rotated = 0
  for (let index = 1; index < cells.length; index++) {
    const [cell = 0, before = 0] = [cells[index], cells[index - 1]]
    whole += Math.abs(cell - before)
    rotated += Math.abs(rotate(cell) - rotate(before))
  }
  if (rotated * clearlySmoother < whole) for (const [index, cell] of cells.entries()) cells[index] = rotate(cell)
  return cells
}
