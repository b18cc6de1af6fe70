/** Relevance of the cells of a coarse grid over the network's input, row by row, 0..1 with the hottest at 1. */
export type Relevance = { readonly rows: number; readonly columns: number; readonly values: Float32Array }

/** Negative values cut off and the highest made 1; all 0 where nothing is above 0. */
export function toRelevance(rows: number, columns: number, raw: ArrayLike<number>): Relevance {
  const values = Float32Array.from(raw, (value) => Math.max(0, value))
  const highest = values.reduce((most, value) => Math.max(most, value), 0)
  return { rows, columns, values: highest > 0 ? values.map((value) => value / highest) : values }
}

/** Rows and columns swapped, for networks that see the image transposed. */
export function transposed({ rows, columns, values }: Relevance): Relevance {
  const swapped = Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)] ?? 0)
  return { rows: columns, columns: rows, values: swapped }
}
