import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maskOutline } from './mask-outline.ts'

/** COCO's run lengths of a picture told in rows of signs. */
function encode(picture: readonly string[]) {
  const [rows, columns] = [picture.length, picture[0]?.length ?? 0]
  const pixels = Array.from({ length: rows * columns }, (_, i) => picture[i % rows]?.[Math.floor(i / rows)] === '#')
  const counts = [0]
  for (const [i, inside] of pixels.entries()) {
    if (inside !== (i === 0 ? false : pixels[i - 1])) counts.push(0)
    counts[counts.length - 1]! += 1
  }
  return { size: [rows, columns] as [number, number], counts }
}

/** Whether a point is inside a path, by the even-odd rule. */
function holds(path: string, x: number, y: number): boolean {
  let inside = false
  for (const loop of path.split('Z').filter(Boolean)) {
    const points = loop
      .slice(1)
      .split('L')
      .map((point) => point.split(' ').map(Number) as [number, number])
    for (const [i, [ax, ay]] of points.entries()) {
      const [bx, by] = points[(i + 1) % points.length] ?? [0, 0]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    }
  }
  return inside
}

describe('the outline of a mask', () => {
  it('runs along the edges of its pixels, corners only', () => {
    const path = maskOutline(encode(['....', '.##.', '.##.', '....']))
    expect(path).toBe('M1 1L3 1L3 3L1 3Z')
  })

  it('has a line for each part and each hole', () => {
    const path = maskOutline(encode(['###..', '#.#.#', '###..']))
    expect(path.match(/M/g)).toHaveLength(3)
  })

  it('is empty without a mask, and for runs that do not fill the image', () => {
    expect(maskOutline({ size: [2, 2], counts: [4] })).toBe('')
    expect(maskOutline({ size: [2, 2], counts: [1, 2] })).toBe('')
    expect(maskOutline({ size: [2, 2], counts: [1, 9] })).toBe('')
    expect(maskOutline({ size: [2, 2], counts: [-1, 5] })).toBe('')
  })

  it('holds just the centres of the mask’s pixels, whatever the mask', () => {
    const picture = fc.integer({ min: 1, max: 9 }).chain((columns) =>
      fc.array(
        fc.array(fc.constantFrom('.', '#'), { minLength: columns, maxLength: columns }).map((row) => row.join('')),
        { minLength: 1, maxLength: 9 },
      ),
    )
    fc.assert(
      fc.property(picture, (drawn) => {
        const path = maskOutline(encode(drawn))
        for (const [y, row] of drawn.entries()) {
          for (const [x, sign] of [...row].entries()) expect(holds(path, x + 0.5, y + 0.5)).toBe(sign === '#')
        }
      }),
      { seed: 11 },
    )
  })
})
