import type { Finding } from '#shared/domain.ts'

/**
 * The outline of a run-length encoded mask (columns from the top left, as in COCO) as an SVG path in image pixels: it runs
 * along the edges of pixels, closed, with holes; to be filled by the even-odd rule. Runs that do not fill the image
 * exactly give no outline, since nobody can say which pixels they mean.
 */
export function maskOutline({ size: [rows, columns], counts }: NonNullable<Finding['mask']>): string {
  const inside = toPixels(rows, columns, counts)
  if (!inside) return ''
  const edges = followable(rows, columns, inside)
  const width = columns + 1
  let path = ''
  for (const start of edges.keys()) {
    for (let outgoing = edges.get(start); outgoing?.length; outgoing = edges.get(start)) {
      path += walk(edges, start, width)
    }
  }
  return path
}

function toPixels(rows: number, columns: number, counts: readonly number[]): Uint8Array | undefined {
  const inside = new Uint8Array(rows * columns)
  let at = 0
  for (const [i, count] of counts.entries()) {
    if (!(count >= 0) || at + count > inside.length) return undefined
    if (i % 2 === 1) inside.fill(1, at, at + count)
    at += count
  }
  return at === inside.length ? inside : undefined
}

/** For each corner of a pixel, by `y · (columns + 1) + x`, the corners to which an edge of the mask leads from it, the mask on its right. */
function followable(rows: number, columns: number, inside: Uint8Array): Map<number, number[]> {
  const width = columns + 1
  const edges = new Map<number, number[]>()
  const add = (from: number, to: number) => {
    const known = edges.get(from)
    if (known) known.push(to)
    else edges.set(from, [to])
  }
  const has = (x: number, y: number) => x >= 0 && y >= 0 && x < columns && y < rows && inside[x * rows + y] === 1
  for (let x = 0; x < columns; x++) {
    for (let y = 0; y < rows; y++) {
      if (inside[x * rows + y] !== 1) continue
      const corner = y * width + x
      if (!has(x, y - 1)) add(corner, corner + 1)
      if (!has(x + 1, y)) add(corner + 1, corner + 1 + width)
      if (!has(x, y + 1)) add(corner + 1 + width, corner + width)
      if (!has(x - 1, y)) add(corner + width, corner)
    }
  }
  return edges
}

/** One closed line from a corner back to it, its edges taken out; corners on a straight line are left out. */
function walk(edges: Map<number, number[]>, start: number, width: number): string {
  const corners: number[] = []
  let at = start
  let step = 0
  do {
    const next = edges.get(at)?.pop()
    if (next === undefined) break
    if (next - at !== step) corners.push(at)
    step = next - at
    at = next
  } while (at !== start)
  const words = corners.map((corner) => `${corner % width} ${Math.floor(corner / width)}`)
  return words.length < 2 ? '' : `M${words.join('L')}Z`
}
