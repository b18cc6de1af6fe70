import type { ImagePoint } from '#shared/geometry.ts'
import type { Size, View } from './view.ts'

/**
 * Where an image lies, told so that it means the same in a viewport of any size and for an image of any size: this is
 * what linked images share.
 */
export type Placement = {
  /** How many times as large as it fits; `actual`: one image pixel on one pixel of the screen. */
  readonly zoom: number | 'actual'
  /** The image point in the middle of the viewport, in parts of the image's width and height. */
  readonly at: ImagePoint
}

/** The view of a placement, `fitted` being how the whole image fits in this viewport. */
export function toView(placement: Placement | undefined, fitted: View, image: Size, devicePixelRatio: number): View {
  if (!placement) return fitted
  const { zoom, at } = placement
  return {
    ...fitted,
    scale: zoom === 'actual' ? 1 / devicePixelRatio : fitted.scale * zoom,
    centre: { x: at.x * image.width, y: at.y * image.height },
  }
}

export function toPlacement({ scale, centre }: View, fitted: View, image: Size): Placement {
  return { zoom: scale / fitted.scale, at: { x: centre.x / image.width, y: centre.y / image.height } }
}

export const actualSize: Placement = { zoom: 'actual', at: { x: 0.5, y: 0.5 } }
