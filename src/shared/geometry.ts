declare const space: unique symbol

/** A point in one coordinate space; spaces do not mix. x grows to the right, y down, in pixels. */
export type Point<Space extends string> = { readonly x: number; readonly y: number; readonly [space]?: Space }

/** Stored-image pixels: (0, 0) is the outer corner of the first pixel, so the first pixel's centre is (0.5, 0.5). */
export type ImagePoint = Point<'image'>
/** Pixels of the model's input tensor, same convention. */
export type ModelPoint = Point<'model'>
/** Device-independent pixels of a viewport, same convention. */
export type ViewPoint = Point<'view'>

/** `[x, y, width, height]` in stored-image pixels. */
export type Box = readonly [x: number, y: number, width: number, height: number]

/**
 * The axis-aligned map from image to model coordinates: `model = image · scale + offset`, per axis.
 * Rotations and flips are never part of it: a model sees the stored orientation.
 */
export type ImageToModel = {
  readonly scaleX: number
  readonly scaleY: number
  readonly offsetX: number
  readonly offsetY: number
  /** Set when the tensor's axes are swapped (row-major readers that transpose): applied before scale. */
  readonly transposed: boolean
}

export function toModelPoint(map: ImageToModel, p: ImagePoint): ModelPoint {
  const [x, y] = map.transposed ? [p.y, p.x] : [p.x, p.y]
  return { x: x * map.scaleX + map.offsetX, y: y * map.scaleY + map.offsetY }
}

export function toImagePoint(map: ImageToModel, p: ModelPoint): ImagePoint {
  const x = (p.x - map.offsetX) / map.scaleX
  const y = (p.y - map.offsetY) / map.scaleY
  return map.transposed ? { x: y, y: x } : { x, y }
}
