import type { ImageToModel } from '#shared/geometry.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import { unsupportedPixels } from './image-failure.ts'
import type { Region } from './resize-plane.ts'

type Size = { readonly width: number; readonly height: number }

/** How an image comes into a tensor: the part that is taken, the size it is given, and where that lies in the tensor. */
export type Placement = {
  readonly region: Region
  readonly scaled: Size
  /** Of the scaled part in the tensor; negative where its edges are cut off. */
  readonly left: number
  readonly top: number
  readonly tensor: Size
}

/** Works out the geometry of a manifest for an image's size. Refuses one whose tensor would be without end. */
export function placeImage(image: Size, { geometry, width, height }: ManifestInput): Placement {
  const whole: Region = { left: 0, top: 0, ...image }
  const wanted = { width: width ?? image.width, height: height ?? image.height }
  switch (geometry.kind) {
    case 'native':
      return { region: whole, scaled: image, left: 0, top: 0, tensor: bounded(image) }
    case 'stretch':
      return { region: whole, scaled: wanted, left: 0, top: 0, tensor: wanted }
    case 'letterbox': {
      const ratio = Math.min(wanted.height / image.height, wanted.width / image.width)
      const scaled = { width: atLeast1(image.width * ratio), height: atLeast1(image.height * ratio) }
      // Half a pixel goes to the right and the bottom, as Ultralytics has it.
      const left = Math.round((wanted.width - scaled.width) / 2 - 0.1)
      const top = Math.round((wanted.height - scaled.height) / 2 - 0.1)
      return { region: whole, scaled, left, top, tensor: wanted }
    }
    case 'center-crop': {
      const side = Math.min(image.width, image.height)
      // Halves are rounded before they are subtracted, as TorchXRayVision does.
      const start = (size: number) => Math.floor(size / 2) - Math.floor(side / 2)
      const region = { left: start(image.width), top: start(image.height), width: side, height: side }
      return { region, scaled: wanted, left: 0, top: 0, tensor: wanted }
    }
    case 'shortest-edge-crop': {
      const scaled = bounded(toShortestEdge(image, geometry.shortestEdge))
      return { region: whole, scaled, ...middleOf(scaled, wanted), tensor: wanted }
    }
    case 'stretch-crop': {
      const scaled = bounded({ width: geometry.stretchWidth, height: geometry.stretchHeight })
      return { region: whole, scaled, ...middleOf(scaled, wanted), tensor: wanted }
    }
    case 'shortest-edge': {
      const { shortestEdge, longestEdge, multipleOf = 1 } = geometry
      const exact = toShortestEdge(image, shortestEdge, longestEdge)
      const cut = (side: number) => Math.max(multipleOf, side - (side % multipleOf))
      const scaled = bounded({ width: cut(exact.width), height: cut(exact.height) })
      return { region: whole, scaled, left: 0, top: 0, tensor: scaled }
    }
  }
}

/** Where the scaled image's upper left corner lies, its middle being the tensor's; a half pixel goes to the left and the top. */
const middleOf = (scaled: Size, wanted: Size) => ({
  left: -Math.floor((scaled.width - wanted.width) / 2),
  top: -Math.floor((scaled.height - wanted.height) / 2),
})

/** The shorter side as wanted and the longer one in proportion, cut to whole pixels as torchvision and Transformers do. */
function toShortestEdge({ width, height }: Size, shortestEdge: number, longestEdge = Infinity): Size {
  const ratio = Math.max(width, height) / Math.min(width, height)
  const exact = Math.min(shortestEdge, longestEdge / ratio)
  const short = atLeast1(exact)
  const long = Math.max(1, Math.floor(exact * ratio + 1e-9))
  return width < height ? { width: short, height: long } : { width: long, height: short }
}

const atLeast1 = (size: number): number => Math.max(1, Math.round(size))

/** Pixels of the largest tensor that a graph of any size is given. */
const largest = 4_096 * 4_096

function bounded(size: Size): Size {
  if (size.width * size.height <= largest) return size
  throw unsupportedPixels(`Expected at most ${largest} pixels for this model; came ${size.width} × ${size.height}.`)
}

/** The map from image to tensor coordinates that a placement means. */
export function toImageToModel({ region, scaled, left, top }: Placement, transposed: boolean): ImageToModel {
  const scaleX = scaled.width / region.width
  const scaleY = scaled.height / region.height
  return { scaleX, scaleY, offsetX: left - region.left * scaleX, offsetY: top - region.top * scaleY, transposed }
}
