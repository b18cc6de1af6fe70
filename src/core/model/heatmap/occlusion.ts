import type { Tensor } from '#core/image/tensor.ts'
import type { ModelOutput } from '#core/model/model-output.ts'
import type { ModelSession } from '#core/model/session/open-session.ts'
import { runModel } from '#core/model/session/run-model.ts'
import { hideCells } from './hide-cells.ts'
import { toRelevance, type Relevance } from './relevance.ts'

type Plane = Pick<Tensor, 'shape' | 'data'>

/** Bytes of input that go through the graph together. */
const batchBytes = 16 * 1024 ** 2

/** Cells a side by how long one image takes, so that the whole stays within some twenty seconds. */
const sides = [
  { cells: 10, untilMs: 200 },
  { cells: 7, untilMs: 500 },
  { cells: 5, untilMs: Number.POSITIVE_INFINITY },
] as const

/**
 * Occlusion (Zeiler and Fergus 2014): patches of 2 × 2 cells are hidden one after the other, and a cell's relevance is how far the
 * score falls on average where it is hidden. All patches go through the graph in batches, where it takes them.
 */
export async function occlusion(
  session: ModelSession,
  tensor: Plane,
  before: number,
  onceMs: number,
  scoreOf: (output: ModelOutput) => number,
): Promise<Relevance> {
  const side = sides.find(({ untilMs }) => onceMs <= untilMs)?.cells ?? 5
  const grid = { rows: side, columns: side }
  const corners = Array.from({ length: (side - 1) ** 2 }, (_, i) => ({
    row: Math.floor(i / (side - 1)),
    column: i % (side - 1),
  }))
  const covers = (corner: { row: number; column: number }, row: number, column: number) =>
    row >= corner.row && row <= corner.row + 1 && column >= corner.column && column <= corner.column + 1
  const falls: number[] = []
  const together = Math.max(1, Math.floor(batchBytes / (tensor.data.length * 4)))
  for (let from = 0; from < corners.length; from += together) {
    const hidden = corners
      .slice(from, from + together)
      .map((corner) =>
        hideCells(tensor, session.manifest.input.layout, grid, (row, column) => covers(corner, row, column)),
      )
    for (const output of await runModel(session, hidden)) falls.push(before - scoreOf(output))
  }
  const raw = Array.from({ length: side * side }, (_, cell) => {
    const over = falls.filter((_, i) =>
      covers(corners[i] ?? { row: -9, column: -9 }, Math.floor(cell / side), cell % side),
    )
    return over.reduce((sum, value) => sum + value, 0) / Math.max(1, over.length)
  })
  return toRelevance(side, side, raw)
}
