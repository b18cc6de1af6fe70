/** A plane's value at a point between its cells, bilinear, cell centres at .5 and the edge cells continued outwards. */
export function sampleLinear(plane: Float32Array, rows: number, columns: number, x: number, y: number): number {
  const column = Math.min(columns - 1, Math.max(0, x - 0.5))
  const row = Math.min(rows - 1, Math.max(0, y - 0.5))
  const left = Math.floor(column)
  const top = Math.floor(row)
  const right = Math.min(columns - 1, left + 1)
  const bottom = Math.min(rows - 1, top + 1)
  const at = (r: number, c: number) => plane[r * columns + c] ?? 0
  const upper = at(top, left) + (at(top, right) - at(top, left)) * (column - left)
  const lower = at(bottom, left) + (at(bottom, right) - at(bottom, left)) * (column - left)
  return upper + (lower - upper) * (row - top)
}
