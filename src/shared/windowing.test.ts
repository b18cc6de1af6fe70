import { describe, expect, it } from 'vitest'
import { fullWindow, windowLevel } from './windowing.ts'

/** Worked out by hand from PS3.3 C.11.2.1.2.1 (its note 2 has the first three), C.11.2.1.3.1 and C.11.2.1.3.2. */
const vectors = [
  ['LINEAR', 2_048, 4_096, [0, 4_095, 2_048, 1_023], [0, 1, 2_048 / 4_095, 1_023 / 4_095]],
  ['LINEAR', 2_048, 1, [2_047, 2_047.5, 2_047.6, 2_048], [0, 0, 1, 1]],
  ['LINEAR', 0, 100, [-50, -49.5, 0, 49, 60], [0, 0.5 / 99, 50 / 99, 99.5 / 99, 1].map((level) => Math.min(1, level))],
  ['LINEAR_EXACT', 2_048, 4_096, [0, 4_096, 2_048, 1_024], [0, 1, 0.5, 0.25]],
  ['LINEAR_EXACT', 0, 100, [-50, 50, 0, -60], [0, 1, 0.5, 0]],
  ['SIGMOID', 0, 100, [0, 25, -25, 1e6], [0.5, 1 / (1 + Math.exp(-1)), 1 / (1 + Math.exp(1)), 1]],
] as const

describe('windows', () => {
  it.each(vectors)('%s about %d of width %d', (kind, center, width, values, levels) => {
    for (const [i, value] of values.entries()) {
      expect(windowLevel(value, { center, width, function: kind })).toBeCloseTo(levels[i] ?? Number.NaN, 12)
    }
  })

  it('spans a whole range from black to white, and shows a single value in the middle', () => {
    expect([7, 9, 11].map((value) => windowLevel(value, fullWindow(7, 11)))).toEqual([0, 0.5, 1])
    expect(windowLevel(3, fullWindow(3, 3))).toBe(0.5)
  })
})
