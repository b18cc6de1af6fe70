import type { ImagePoint } from '#shared/geometry.ts'
import type { Header } from '#shared/header.ts'
import type { LoadedFrame } from './load-frame.ts'

/** A length with its unit: millimetres where the spacing is known, pixels otherwise. */
export type Length = { readonly value: number; readonly unit: 'mm' | 'px'; readonly calibrated: boolean }

/** Distance of two image points. Detector spacing is told as uncalibrated: it knows no magnification (PS3.3 10.7). */
export function lengthOf(a: ImagePoint, b: ImagePoint, { spacing }: Header['image']): Length {
  const [dx, dy] = [b.x - a.x, b.y - a.y]
  if (!spacing) return { value: Math.hypot(dx, dy), unit: 'px', calibrated: false }
  const value = Math.hypot(dx * spacing.columnMm, dy * spacing.rowMm)
  return { value, unit: 'mm', calibrated: spacing.meaning !== 'detector' }
}

/** Angle at `vertex` in degrees, 0..180, in the plane of the picture. */
export function angleOf(a: ImagePoint, vertex: ImagePoint, b: ImagePoint, { spacing }: Header['image']): number {
  const [sx, sy] = spacing ? [spacing.columnMm, spacing.rowMm] : [1, 1]
  const [ax, ay] = [(a.x - vertex.x) * sx, (a.y - vertex.y) * sy]
  const [bx, by] = [(b.x - vertex.x) * sx, (b.y - vertex.y) * sy]
  return (Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by)) * 180) / Math.PI
}

export type RegionStatistics = {
  readonly pixels: number
  readonly mean: number
  readonly deviation: number
  readonly minimum: number
  readonly maximum: number
}

/** Modality values of the pixels whose centre lies in a rectangle or ellipse between two corners; padding left out. */
export function statisticsOf(
  frame: LoadedFrame,
  [a, b]: readonly [ImagePoint, ImagePoint],
  kind: 'rectangle' | 'ellipse',
): RegionStatistics | undefined {
  const { columns, rows, slope, intercept, paddingValue } = frame.description
  if (frame.description.pixelFormat === 'rgb8') return undefined
  const [left, right] = [Math.min(a.x, b.x), Math.max(a.x, b.x)]
  const [top, bottom] = [Math.min(a.y, b.y), Math.max(a.y, b.y)]
  const [rx, ry] = [(right - left) / 2, (bottom - top) / 2]
  let [pixels, sum, squares, minimum, maximum] = [0, 0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let y = Math.max(0, Math.ceil(top - 0.5)); y < Math.min(rows, bottom); y++) {
    if (y + 0.5 > bottom) break
    for (let x = Math.max(0, Math.ceil(left - 0.5)); x < Math.min(columns, right); x++) {
      if (x + 0.5 > right) break
      const outside = ((x + 0.5 - left - rx) / rx) ** 2 + ((y + 0.5 - top - ry) / ry) ** 2 > 1
      const stored = frame.samples[y * columns + x] ?? 0
      if ((kind === 'ellipse' && outside) || stored === paddingValue) continue
      const value = stored * slope + intercept
      pixels += 1
      sum += value
      squares += value * value
      minimum = Math.min(minimum, value)
      maximum = Math.max(maximum, value)
    }
  }
  if (pixels === 0) return undefined
  const mean = sum / pixels
  return { pixels, mean, deviation: Math.sqrt(Math.max(0, squares / pixels - mean * mean)), minimum, maximum }
}

/** The value under an image point, in modality units, or red, green and blue. */
export function valueAt(frame: LoadedFrame, { x, y }: ImagePoint): readonly number[] | undefined {
  const { columns, rows, slope, intercept, pixelFormat } = frame.description
  const [column, row] = [Math.floor(x), Math.floor(y)]
  if (column < 0 || row < 0 || column >= columns || row >= rows) return undefined
  const at = row * columns + column
  if (pixelFormat === 'rgb8') return [0, 1, 2].map((channel) => frame.samples[3 * at + channel] ?? 0)
  return [(frame.samples[at] ?? 0) * slope + intercept]
}
