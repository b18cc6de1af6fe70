import type { Header } from '#shared/header.ts'
import type { ImagePoint, ViewPoint } from '#shared/geometry.ts'

/** How an image lies in a viewport. Rotation is clockwise; the flip comes first and exchanges left and right. */
export type View = {
  /** Device-independent pixels of the viewport for one image pixel. */
  readonly scale: number
  /** The image point in the middle of the viewport. */
  readonly centre: ImagePoint
  readonly rotation: 0 | 90 | 180 | 270
  readonly flipped: boolean
}

export type Size = { readonly width: number; readonly height: number }
/** Width and height of one pixel relative to the larger of the two: 1 and 1 for square pixels. */
export type PixelShape = { readonly x: number; readonly y: number }

/** The shape of a pixel by its spacing, else by Pixel Aspect Ratio (PS3.3 C.7.6.3.1.7), else square. */
export function pixelShape({ spacing, pixelAspectRatio }: Header['image']): PixelShape {
  const [vertical, horizontal] = spacing ? [spacing.rowMm, spacing.columnMm] : (pixelAspectRatio ?? [1, 1])
  const larger = Math.max(vertical, horizontal)
  return larger > 0 ? { x: horizontal / larger, y: vertical / larger } : { x: 1, y: 1 }
}

/** The affine map `[a, b, c, d, e, f]` with x′ = a·x + c·y + e and y′ = b·x + d·y + f, from image to viewport. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number]

export function imageToView(view: View, viewport: Size, shape: PixelShape): Affine {
  const turn = { 0: [1, 0], 90: [0, 1], 180: [-1, 0], 270: [0, -1] } as const
  const [cos, sin] = turn[view.rotation]
  const sx = view.scale * shape.x * (view.flipped ? -1 : 1)
  const sy = view.scale * shape.y
  const [a, b, c, d] = [cos * sx, sin * sx, -sin * sy, cos * sy]
  const { x, y } = view.centre
  return [a, b, c, d, viewport.width / 2 - a * x - c * y, viewport.height / 2 - b * x - d * y]
}

export function invert([a, b, c, d, e, f]: Affine): Affine {
  const determinant = a * d - b * c
  const [ia, ib, ic, id] = [d / determinant, -b / determinant, -c / determinant, a / determinant]
  return [ia, ib, ic, id, -(ia * e + ic * f), -(ib * e + id * f)]
}

const apply = ([a, b, c, d, e, f]: Affine, x: number, y: number) => ({ x: a * x + c * y + e, y: b * x + d * y + f })

export const toViewPoint = (map: Affine, { x, y }: ImagePoint): ViewPoint => apply(map, x, y)
/** `map` is the inverse, from viewport to image. */
export const toImagePoint = (map: Affine, { x, y }: ViewPoint): ImagePoint => apply(map, x, y)

/** The whole image as large as it fits, unturned. */
export function fitView(
  image: Size,
  viewport: Size,
  shape: PixelShape,
  turned: Pick<View, 'rotation' | 'flipped'>,
): View {
  const [width, height] = [image.width * shape.x, image.height * shape.y]
  const onSide = turned.rotation === 90 || turned.rotation === 270
  const [w, h] = onSide ? [height, width] : [width, height]
  const scale = Math.min(viewport.width / w, viewport.height / h)
  return { ...turned, scale: scale > 0 ? scale : 1, centre: { x: image.width / 2, y: image.height / 2 } }
}

/** Zooms by a factor; the image point under `at` stays under it. */
export function zoomAt(view: View, factor: number, at: ViewPoint, viewport: Size, shape: PixelShape): View {
  const before = toImagePoint(invert(imageToView(view, viewport, shape)), at)
  const zoomed = { ...view, scale: Math.min(64, Math.max(0.01, view.scale * factor)) }
  const after = toImagePoint(invert(imageToView(zoomed, viewport, shape)), at)
  const { x, y } = view.centre
  return { ...zoomed, centre: { x: x + before.x - after.x, y: y + before.y - after.y } }
}

/** Moves the image by device-independent pixels of the viewport. */
export function panBy(
  view: View,
  by: { readonly x: number; readonly y: number },
  viewport: Size,
  shape: PixelShape,
): View {
  const [a, b, c, d] = invert(imageToView(view, viewport, shape))
  const { x, y } = view.centre
  return { ...view, centre: { x: x - a * by.x - c * by.y, y: y - b * by.x - d * by.y } }
}

/** A quarter turn clockwise. */
export const turn = (view: View): View => ({ ...view, rotation: ((view.rotation + 90) % 360) as View['rotation'] })

/** Left and right exchanged as they are seen. */
export function flip(view: View): View {
  const onSide = view.rotation === 90 || view.rotation === 270
  const rotation = onSide ? (((view.rotation + 180) % 360) as View['rotation']) : view.rotation
  return { ...view, flipped: !view.flipped, rotation }
}
