import { describe, expect, it } from 'vitest'
import { orderByGeometry, type Placed } from './order-by-geometry.ts'

const axial = [1, 0, 0, 0, 1, 0]
const sagittal = [0, 1, 0, 0, 0, -1]

const at = (instanceNumber: number, position?: readonly number[], orientation: readonly number[] = axial): Placed => ({
  instanceNumber,
  ...(position && { imagePositionPatient: position, imageOrientationPatient: orientation }),
})
const numbers = (images: readonly Placed[]) => orderByGeometry(images).map(({ instanceNumber }) => instanceNumber)

describe('orderByGeometry', () => {
  it('orders slices along their normal, whatever their numbers', () => {
    expect(numbers([at(1, [0, 0, 30]), at(2, [0, 0, 10]), at(3, [0, 0, 20])])).toEqual([2, 3, 1])
    // The normal of this plane points to the patient's right.
    expect(numbers([at(1, [5, 0, 0], sagittal), at(2, [-5, 0, 0], sagittal)])).toEqual([1, 2])
  })

  it('orders a tilted stack by the distance along its normal, not by one coordinate', () => {
    const tilted = [1, 0, 0, 0, Math.SQRT1_2, Math.SQRT1_2]
    const along = (distance: number, shift: number): readonly number[] => [
      0,
      -distance * Math.SQRT1_2 + shift,
      distance * Math.SQRT1_2 + shift,
    ]
    expect(numbers([at(1, along(2, 9), tilted), at(2, along(1, 50), tilted), at(3, along(3, -20), tilted)])).toEqual([
      2, 1, 3,
    ])
  })

  it('keeps stacks of other directions apart, and orders what lies at one place by number', () => {
    const images = [at(9, [0, 0, 1]), at(2, [4, 0, 0], sagittal), at(3, [0, 0, 0]), at(1, [0, 0, 1])]
    expect(numbers(images)).toEqual([3, 1, 9, 2])
  })

  it('puts images without a position last, by number', () => {
    expect(numbers([at(5), at(1, [0, 0, 0]), at(2), {}])).toEqual([1, 2, 5, undefined])
  })
})
