import { useEffect, useRef } from 'react'
import type { Affine, Size } from '#renderer/viewer/view.ts'
import type { Heatmap } from '#shared/study.ts'
import { relevanceColour } from '#shared/relevance-colour.ts'

type Props = { readonly heatmap: Heatmap; readonly map: Affine; readonly size: Size; readonly opacity: number }

/** A heatmap over the image, smooth between its cells, following every move. */
export function HeatmapLayer({ heatmap, map, size, opacity }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const target = canvas.current
    const context = target?.getContext('2d')
    if (!target || !context) return
    const ratio = globalThis.devicePixelRatio
    target.width = Math.round(size.width * ratio)
    target.height = Math.round(size.height * ratio)
    const [a, b, c, d, e, f] = map
    const [x, y, width, height] = heatmap.region
    context.setTransform(a * ratio, b * ratio, c * ratio, d * ratio, e * ratio, f * ratio)
    context.imageSmoothingEnabled = true
    context.imageSmoothingQuality = 'high'
    context.drawImage(toPicture(heatmap), x, y, width, height)
  })
  return <canvas ref={canvas} className="heatmap" style={{ opacity }} aria-hidden="true" />
}

function toPicture({ rows, columns, values }: Heatmap): HTMLCanvasElement {
  const picture = document.createElement('canvas')
  picture.width = columns
  picture.height = rows
  const context = picture.getContext('2d')
  const pixels = new ImageData(columns, rows)
  for (const [i, value] of values.entries()) {
    const [red, green, blue] = relevanceColour(value)
    pixels.data.set([red, green, blue, Math.round(255 * Math.min(1, Math.max(0, value)))], 4 * i)
  }
  context?.putImageData(pixels, 0, 0)
  return picture
}
