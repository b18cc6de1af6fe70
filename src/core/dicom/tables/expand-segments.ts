/** Where an expansion stands: the cells read and the entries made so far. */
type Expansion = { readonly cells: Uint16Array; readonly entries: Uint16Array; filled: number }

const discrete = 0
const linear = 1
const indirect = 2

/**
 * Expands a segmented palette table (PS3.3 C.7.9.2) of 8- or 16-bit cells to its entries; `undefined` where the segments do
 * not give exactly as many entries as the descriptor says, or refer to what is not there.
 */
export function expandSegments(cells: Uint16Array, count: number, bits: 8 | 16): Uint16Array | undefined {
  const expansion: Expansion = { cells, entries: new Uint16Array(count), filled: 0 }
  let at = 0
  while (at < cells.length && expansion.filled < count) {
    const next = cells[at] === indirect ? copySegments(expansion, at, bits) : appendSegment(expansion, at)
    if (next === undefined) return undefined
    at = next
  }
  return expansion.filled === count ? expansion.entries : undefined
}

/** Appends the discrete or linear segment that starts at the cell; gives the cell after it. */
function appendSegment(expansion: Expansion, at: number): number | undefined {
  const { cells, entries, filled } = expansion
  const [opcode, length = 0, end = 0] = cells.subarray(at, at + 3)
  if (filled + length > entries.length) return undefined
  if (opcode === discrete) {
    const values = cells.subarray(at + 2, at + 2 + length)
    if (values.length < length) return undefined
    entries.set(values, filled)
    expansion.filled += length
    return at + 2 + length
  }
  if (opcode !== linear || filled === 0 || at + 3 > cells.length) return undefined
  const start = entries[filled - 1] ?? 0
  for (let step = 1; step <= length; step++) {
    entries[filled + step - 1] = Math.round(start + ((end - start) * step) / length)
  }
  expansion.filled += length
  return at + 3
}

/** Appends copies of segments that were given before; they hold no further references. */
function copySegments(expansion: Expansion, at: number, bits: 8 | 16): number | undefined {
  const { cells } = expansion
  const offsetCells = 32 / bits
  const offset = cells.subarray(at + 2, at + 2 + offsetCells)
  if (offset.length < offsetCells) return undefined
  const byteOffset = offset.reduce((sum, cell, index) => sum + cell * 2 ** (bits * index), 0)
  let from: number | undefined = (byteOffset * 8) / bits
  if (!Number.isInteger(from) || from >= at) return undefined
  for (let copies = cells[at + 1] ?? 0; copies > 0; copies--) {
    if (from >= at) return undefined
    from = appendSegment(expansion, from)
    if (from === undefined) return undefined
  }
  return at + 2 + offsetCells
}
