import { describe, expect, it } from 'vitest'
import { operatingPoint, thresholdRange } from './operating-point.ts'

/** Four positives at 0.9, 0.8, 0.6, 0.3; six negatives at 0.7, 0.5, 0.4, 0.2, 0.1, 0.05; counted by hand. */
const scores = { positive: [0.9, 0.8, 0.6, 0.3], negative: [0.7, 0.5, 0.4, 0.2, 0.1, 0.05] }
const thresholds = [Infinity, ...[...scores.positive, ...scores.negative].toSorted((a, b) => b - a)]
const roc = thresholds.map((threshold) => ({
  threshold,
  sensitivity: scores.positive.filter((score) => score >= threshold).length / 4,
  falsePositiveRate: scores.negative.filter((score) => score >= threshold).length / 6,
}))
const curve = { roc, confusion: { tp: 3, fp: 2, tn: 4, fn: 1 } }

describe('the operating point of a threshold', () => {
  it('counts misses and work between two points of the curve', () => {
    const point = operatingPoint(curve, 0.55)
    expect(point).toMatchObject({ missed: 1, positives: 4, sensitivity: 0.75 })
    expect(point.flaggedPer100).toBeCloseTo(40, 10)
    expect(point.extraPer100).toBeCloseTo(10, 10)
  })
  it('flags a case whose score is the threshold itself', () =>
    expect(operatingPoint(curve, 0.6).sensitivity).toBe(0.75))
  it('flags nothing above every score, and everything at the lowest', () => {
    expect(operatingPoint(curve, 0.95)).toMatchObject({ missed: 4, flaggedPer100: 0, specificity: 1 })
    expect(operatingPoint(curve, 0.05)).toMatchObject({ missed: 0, flaggedPer100: 100, specificity: 0 })
  })
  it('has no work without cases', () =>
    expect(operatingPoint({ roc: [], confusion: { tp: 0, fp: 0, tn: 0, fn: 0 } }, 0.5).flaggedPer100).toBe(0))
  it('moves between the finite thresholds', () => {
    expect(thresholdRange(curve)).toEqual([0.05, 0.9])
    expect(thresholdRange({ roc: [] })).toEqual([0, 1])
  })
})
