import { describe, expect, it } from 'vitest'
import { heightOf, lineAt, linesIn, topOf, totalHeight } from './line-places.ts'

const places = { count: 100_003, headings: [0, 3, 50_000] }

describe('where the lines of the list lie', () => {
  it('is the sum of the heights above', () => {
    let top = 0
    const wrong: number[] = []
    for (let index = 0; index < places.count; index++) {
      const height = heightOf(places, index)
      const found = [topOf(places, index), lineAt(places, top), lineAt(places, top + height - 1)]
      if (String(found) !== String([top, index, index])) wrong.push(index)
      top += height
    }
    expect(wrong).toEqual([])
    expect(totalHeight(places)).toBe(top)
  })

  it('draws what is in sight with some beyond, and nothing that is not there', () => {
    const { from, to } = linesIn(places, 460_000, 800)
    expect([from <= lineAt(places, 460_000) - 8, to > lineAt(places, 460_800) + 8]).toEqual([true, true])
    expect(to - from).toBeLessThan(60)
    expect(linesIn(places, -50, 800).from).toBe(0)
    expect(linesIn(places, 9e9, 800).to).toBe(places.count)
    expect(linesIn({ count: 0, headings: [] }, 0, 800)).toEqual({ from: 0, to: 0 })
  })
})
