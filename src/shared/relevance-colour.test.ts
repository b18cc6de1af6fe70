import { describe, expect, it } from 'vitest'
import { relevanceColour } from './relevance-colour.ts'

/** Lightness L* of CIE 1976 of an sRGB colour under D65. */
function lightness([red, green, blue]: readonly [number, number, number]): number {
  const linear = (value: number) =>
    value / 255 <= 0.040_45 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4
  const y = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
  return y > 0.008_856 ? 116 * Math.cbrt(y) - 16 : 903.3 * y
}

describe('the colours of relevance', () => {
  const steps = Array.from({ length: 21 }, (_, i) => lightness(relevanceColour(i / 20)))

  it('grow lighter with every step, and evenly: no step is far from the mean', () => {
    const rises = steps.slice(1).map((light, i) => light - (steps[i] ?? 0))
    const mean = ((steps.at(-1) ?? 0) - (steps[0] ?? 0)) / rises.length
    expect(Math.min(...rises)).toBeGreaterThan(0.4 * mean)
    expect(Math.max(...rises)).toBeLessThan(1.6 * mean)
  })

  it('end where the relevance ends', () => {
    expect(relevanceColour(-3)).toEqual([13, 8, 135])
    expect(relevanceColour(7)).toEqual([240, 249, 33])
  })
})
