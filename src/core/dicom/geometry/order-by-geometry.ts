import type { ImageHeader } from '#shared/header.ts'
import { planeNormal } from './plane-normal.ts'

/** What places an image among the others of its series. */
export type Placed = Pick<ImageHeader, 'imageOrientationPatient' | 'imagePositionPatient' | 'instanceNumber'>

/** Direction cosines that differ by less than this are of one stack. */
const tolerance = 1e-3

/**
 * The images of a series, or frames of one, in the order in which a person pages through them: stack by stack in the order of
 * first appearance, within a stack along its normal (PS3.3 C.7.6.2.1.1), at one place by instance number. Images without a
 * position come last, by instance number.
 */
export function orderByGeometry<Image extends Placed>(images: readonly Image[]): readonly Image[] {
  const stacks: { readonly orientation: readonly number[]; readonly images: Image[] }[] = []
  const unplaced: Image[] = []
  for (const image of images) {
    const { imageOrientationPatient: orientation, imagePositionPatient: position } = image
    if (orientation === undefined || position === undefined) {
      unplaced.push(image)
      continue
    }
    const stack = stacks.find((known) => isSameDirection(known.orientation, orientation))
    if (stack) stack.images.push(image)
    else stacks.push({ orientation, images: [image] })
  }
  const ordered = stacks.flatMap(({ orientation, images }) => orderStack(images, planeNormal(orientation)))
  return [...ordered, ...unplaced.toSorted(byInstance)]
}

function orderStack<Image extends Placed>(images: readonly Image[], normal: readonly number[]): readonly Image[] {
  const along = ({ imagePositionPatient: position = [] }: Image): number =>
    position.reduce((sum, coordinate, axis) => sum + coordinate * (normal[axis] ?? 0), 0)
  return images
    .map((image) => ({ image, distance: along(image) }))
    .toSorted((one, other) =>
      Math.abs(one.distance - other.distance) < tolerance
        ? byInstance(one.image, other.image)
        : one.distance - other.distance,
    )
    .map(({ image }) => image)
}

function isSameDirection(one: readonly number[], other: readonly number[]): boolean {
  return one.every((cosine, index) => Math.abs(cosine - (other[index] ?? 0)) < tolerance)
}

function byInstance(one: Placed, other: Placed): number {
  return (one.instanceNumber ?? Number.MAX_SAFE_INTEGER) - (other.instanceNumber ?? Number.MAX_SAFE_INTEGER)
}
