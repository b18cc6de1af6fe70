import sharp from 'sharp'
import { relevanceColour } from '#shared/relevance-colour.ts'
import type { Heatmap } from '#shared/study.ts'
import type { Displayed } from './to-displayed.ts'

/** How much of the picture a full-strength heatmap hides. */
const strength = 0.6

/** A heatmap laid over the picture, as PNG: grey below, the relevance in the colours of plasma above. */
export async function toHeatmapPicture(displayed: Displayed, heatmap: Heatmap): Promise<Uint8Array> {
  const { rows, columns, values } = displayed
  const rgb = new Uint8Array(rows * columns * 3)
  const [x0, y0, width, height] = heatmap.region
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const i = y * columns + x
      const grey = values[i]! / 257
      const relevance = sampleAt(heatmap, (x + 0.5 - x0) / width, (y + 0.5 - y0) / height)
      const colour = relevanceColour(relevance)
      const share = strength * relevance
      for (let c = 0; c < 3; c++) rgb[3 * i + c] = grey * (1 - share) + (colour[c] ?? 0) * share
    }
  }
  return sharp(rgb, { raw: { width: columns, height: rows, channels: 3 }, limitInputPixels: false })
    .png()
    .toBuffer()
}

/** Bilinear between the centres of the cells; 0 outside. */
function sampleAt({ rows, columns, values }: Heatmap, u: number, v: number): number {
  if (u < 0 || v < 0 || u > 1 || v > 1) return 0
  const [x, y] = [u * columns - 0.5, v * rows - 0.5]
  const [x0, y0] = [Math.floor(x), Math.floor(y)]
  const at = (column: number, row: number) =>
    values[Math.min(rows - 1, Math.max(0, row)) * columns + Math.min(columns - 1, Math.max(0, column))] ?? 0
  const [fx, fy] = [x - x0, y - y0]
  const top = at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx
  const bottom = at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx
  return top * (1 - fy) + bottom * fy
}
