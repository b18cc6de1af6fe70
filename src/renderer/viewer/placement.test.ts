import { describe, expect, it } from 'vitest'
import { actualSize, toPlacement, toView } from './placement.ts'
import { fitView, panBy, zoomAt } from './view.ts'

const square = { x: 1, y: 1 }
const upright = { rotation: 0, flipped: false } as const
const [large, small] = [
  { width: 2_000, height: 3_000 },
  { width: 500, height: 750 },
]
const [wide, narrow] = [
  { width: 800, height: 600 },
  { width: 400, height: 600 },
]

describe('a placement', () => {
  it('shows the same part of two images of other sizes in two viewports of other sizes', () => {
    const fitted = fitView(large, wide, square, upright)
    const moved = panBy(zoomAt(fitted, 3, { x: 100, y: 200 }, wide, square), { x: 40, y: -25 }, wide, square)
    const placement = toPlacement(moved, fitted, large)
    expect(toView(placement, fitted, large, 1)).toEqual(moved)
    const other = fitView(small, narrow, square, upright)
    const linked = toView(placement, other, small, 1)
    expect(linked.scale / other.scale).toBeCloseTo(3, 9)
    expect(linked.centre.x / 500).toBeCloseTo(moved.centre.x / 2_000, 9)
    expect(linked.centre.y / 750).toBeCloseTo(moved.centre.y / 3_000, 9)
  })

  it('puts an image pixel on a pixel of the screen, whatever fits', () =>
    expect(toView(actualSize, fitView(large, wide, square, upright), large, 2)).toMatchObject({
      scale: 0.5,
      centre: { x: 1_000, y: 1_500 },
    }))
})
