import { describe, expect, it } from 'vitest'
import {
  fitView,
  flip,
  imageToView,
  invert,
  panBy,
  toImagePoint,
  toViewPoint,
  turn,
  zoomAt,
  type View,
} from './view.ts'

const viewport = { width: 400, height: 300 }
const square = { x: 1, y: 1 }
const view: View = { scale: 2, centre: { x: 50, y: 40 }, rotation: 0, flipped: false }
const near = (point: { x: number; y: number }) => ({ x: expect.closeTo(point.x, 9), y: expect.closeTo(point.y, 9) })

describe('the map from image to viewport', () => {
  it('puts the centre in the middle and scales about it', () => {
    const map = imageToView(view, viewport, square)
    expect(toViewPoint(map, { x: 50, y: 40 })).toEqual({ x: 200, y: 150 })
    expect(toViewPoint(map, { x: 60, y: 45 })).toEqual({ x: 220, y: 160 })
  })

  it.each([
    [90, { x: 190, y: 170 }],
    [180, { x: 180, y: 140 }],
    [270, { x: 210, y: 130 }],
  ] as const)('turns clockwise by %i degrees', (rotation, expected) => {
    const map = imageToView({ ...view, rotation }, viewport, square)
    expect(toViewPoint(map, { x: 60, y: 45 })).toEqual(near(expected))
  })

  it('exchanges left and right as they are seen, whatever the turn', () => {
    for (const rotation of [0, 90, 180, 270] as const) {
      const before = toViewPoint(imageToView({ ...view, rotation }, viewport, square), { x: 60, y: 45 })
      const after = toViewPoint(imageToView(flip({ ...view, rotation }), viewport, square), { x: 60, y: 45 })
      expect(after).toEqual(near({ x: 400 - before.x, y: before.y }))
    }
  })

  it('shows pixels that are not square in their shape', () => {
    const map = imageToView(view, viewport, { x: 0.5, y: 1 })
    expect(toViewPoint(map, { x: 60, y: 45 })).toEqual({ x: 210, y: 160 })
  })

  it('comes back by its inverse', () => {
    const map = imageToView(turn(flip(view)), viewport, { x: 1, y: 0.7 })
    const point = toViewPoint(map, { x: 12.5, y: 77 })
    expect(toImagePoint(invert(map), point)).toEqual(near({ x: 12.5, y: 77 }))
  })
})

describe('moving about', () => {
  it('fits the whole image, also on its side', () => {
    expect(fitView({ width: 200, height: 100 }, viewport, square, view).scale).toBe(2)
    expect(fitView({ width: 200, height: 100 }, viewport, square, { ...view, rotation: 90 }).scale).toBe(1.5)
  })

  it('keeps the point under the pointer when zooming, and moves with the hand when panning', () => {
    const at = { x: 320, y: 60 }
    const pointed = (one: View) => toImagePoint(invert(imageToView(one, viewport, square)), at)
    expect(pointed(zoomAt(turn(view), 1.7, at, viewport, square))).toEqual(near(pointed(turn(view))))
    const moved = panBy(turn(view), { x: 10, y: -5 }, viewport, square)
    const shifted = toViewPoint(imageToView(moved, viewport, square), view.centre)
    expect(shifted).toEqual(near({ x: 210, y: 145 }))
  })
})
