import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bootstrap, quantile, uniform } from './bootstrap.ts'
import { brierScore, calibrationBins, calibrationLine, expectedCalibrationError } from './calibration.ts'
import { delongArea, delongPaired } from './delong.ts'
import { averagePrecisionAt50, frocCurve, intersectionOverUnion, type DetectionCase } from './detection.ts'
import { cohenKappa } from './kappa.ts'
import { normalCdf } from './normal-distribution.ts'
import { averagePrecision } from './precision-recall.ts'
import { proportion } from './proportion.ts'
import { fitIsotonic, fitPlatt, recalibrate } from './recalibration-maps.ts'
import { areaUnderRoc, rocCurve } from './roc.ts'
import type { ScoredCase } from './scored-case.ts'
import { stabilityByChance, stabilityIndex } from './stability-index.ts'

type Triple = [value: number, low: number, high: number]
type Reference = {
  cases: { a: number; b: number; positive: boolean; cluster: string }[]
  auc: number
  delong: Triple
  clustered: Triple
  paired: { difference: Triple; pValue: number }
  averagePrecision: number
  line: [slope: number, intercept: number]
  platt: [slope: number, intercept: number]
  isotonic: { scores: number[]; probabilities: number[] }
  brier: number
  wilson: [successes: number, trials: number, low: number, high: number][]
  normal: [x: number, p: number][]
}

const file = new URL('../../../../fixtures/statistics/reference.json', import.meta.url)
const reference = JSON.parse(readFileSync(file, 'utf8')) as Reference
const clustered = reference.cases.map(({ a, positive, cluster }) => ({ score: a, positive, cluster }))
const alone = (key: 'a' | 'b'): ScoredCase[] =>
  reference.cases.map((one, i) => ({ score: one[key], positive: one.positive, cluster: String(i) }))
const close = ([value, low, high]: Triple) => ({
  value: expect.closeTo(value, 10),
  low: expect.closeTo(low, 10),
  high: expect.closeTo(high, 10),
})

/** Hanley & McNeil, Radiology 1982, table I: ratings 1–5 of 58 normal and 51 abnormal images. */
const hanleyMcNeil: ScoredCase[] = [
  ...[33, 6, 6, 11, 2].flatMap((n, rating) => Array.from({ length: n }, () => ({ score: rating, positive: false }))),
  ...[3, 2, 2, 11, 33].flatMap((n, rating) => Array.from({ length: n }, () => ({ score: rating, positive: true }))),
].map((one, i) => ({ ...one, cluster: String(i) }))

describe('the area under the ROC curve', () => {
  it('is that of the published example and of an independent implementation', () => {
    expect(areaUnderRoc(hanleyMcNeil)).toBeCloseTo(0.893, 3)
    expect(areaUnderRoc(clustered)).toBeCloseTo(reference.auc, 12)
  })

  it('is also the area under the points of the curve', () => {
    const curve = rocCurve(clustered)
    const area = curve.slice(1).reduce((sum, point, i) => {
      const before = curve[i]!
      return sum + ((point.falsePositiveRate - before.falsePositiveRate) * (point.sensitivity + before.sensitivity)) / 2
    }, 0)
    expect(area).toBeCloseTo(reference.auc, 12)
  })

  it('has DeLong’s interval, and Obuchowski’s where patients have several cases', () => {
    expect(delongArea(alone('a'))).toEqual(close(reference.delong))
    expect(delongArea(clustered)).toEqual(close(reference.clustered))
  })

  it('differs between two scores by the paired interval', () => {
    expect(delongPaired(alone('a'), alone('b'))).toMatchObject({
      difference: close(reference.paired.difference),
      pValue: expect.closeTo(reference.paired.pValue, 10) as number,
    })
  })

  it('does not exist without cases of both kinds', () => {
    const normals = clustered.filter(({ positive }) => !positive)
    expect([areaUnderRoc(normals), delongArea(normals), rocCurve(normals)]).toEqual([undefined, undefined, []])
  })
})

describe('proportions', () => {
  it.each(reference.wilson)('%i of %i have Wilson’s interval', (successes, trials, low, high) => {
    expect(proportion(successes, trials)).toEqual(close([successes / trials, low, high]))
  })

  it('agree with Newcombe’s published table (Statistics in Medicine 1998)', () => {
    const { low = 0, high = 0 } = proportion(81, 263) ?? {}
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662'])
  })

  it('of nothing do not exist', () => {
    expect(proportion(0, 0)).toBeUndefined()
  })
})

describe('calibration', () => {
  it('has the slope and intercept of an independent fit', () => {
    const [slope, intercept] = reference.line
    expect(calibrationLine(clustered)).toEqual({
      slope: expect.closeTo(slope, 4),
      intercept: expect.closeTo(intercept, 4),
    })
    expect(brierScore(clustered)).toBeCloseTo(reference.brier, 12)
  })

  it('has no line where the reference follows the score exactly', () => {
    const apart = [0.1, 0.2, 0.8, 0.9].map((score) => ({ score, positive: score > 0.5, cluster: String(score) }))
    expect(calibrationLine(apart)).toBeUndefined()
  })

  it('errs by the weighted gap of the bins', () => {
    const cases = [0.05, 0.05, 0.95, 0.95].map((score, i) => ({ score, positive: i > 1, cluster: String(i) }))
    expect(expectedCalibrationError(calibrationBins(cases))).toBeCloseTo(0.05, 12)
    expect(calibrationBins([{ score: 1, positive: true, cluster: '' }])).toEqual([{ predicted: 1, observed: 1, n: 1 }])
  })

  it('is mended by the maps that an independent implementation fits', () => {
    const [slope, intercept] = reference.platt
    expect(fitPlatt(clustered)).toMatchObject({
      slope: expect.closeTo(slope, 4) as number,
      intercept: expect.closeTo(intercept, 4) as number,
    })
    const isotonic = fitIsotonic(clustered)!
    for (const [i, score] of reference.isotonic.scores.entries()) {
      expect(recalibrate(isotonic, score)).toBeCloseTo(reference.isotonic.probabilities[i]!, 12)
    }
    expect(recalibrate(isotonic, 2)).toBe(reference.isotonic.probabilities.at(-1))
  })
})

describe('other statistics', () => {
  it.each(reference.normal)('the normal distribution at %f', (x, p) => {
    expect(normalCdf(x)).toBeCloseTo(p, 12)
  })

  it('average precision is that of an independent implementation', () => {
    expect(averagePrecision(clustered)).toBeCloseTo(reference.averagePrecision, 12)
  })

  it('kappa is that of the textbook example: 20 and 15 agreements of 50', () => {
    const pairs = [
      ...Array.from({ length: 20 }, () => ['yes', 'yes'] as const),
      ...Array.from({ length: 5 }, () => ['yes', 'no'] as const),
      ...Array.from({ length: 10 }, () => ['no', 'yes'] as const),
      ...Array.from({ length: 15 }, () => ['no', 'no'] as const),
    ]
    const { agreement, kappa } = cohenKappa(pairs)
    expect(agreement).toBeCloseTo(0.7, 12)
    expect(kappa?.value).toBeCloseTo(0.4, 12)
    // Standard error 0.1270 by the formula of Fleiss, Cohen & Everitt.
    expect((kappa!.high - kappa!.low) / (2 * 1.96)).toBeCloseTo(0.127, 3)
    expect(cohenKappa([['yes', 'yes']]).kappa).toBeUndefined()
  })

  it('the bootstrap is repeatable, holds its value, and is wider where clusters are few', () => {
    const first = bootstrap(clustered, areaUnderRoc, 400, 7)!
    expect(bootstrap(clustered, areaUnderRoc, 400, 7)).toEqual(first)
    expect(first.low).toBeLessThan(first.value)
    expect(first.high).toBeGreaterThan(first.value)
    expect(Math.abs(first.high - first.low - (reference.clustered[2] - reference.clustered[1]))).toBeLessThan(0.04)
    expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5)
  })

  it('the stability index is 0 for the same scores and large for others', () => {
    const scores = clustered.map(({ score }) => score)
    expect(stabilityIndex(scores, scores)).toBeCloseTo(0, 12)
    expect(
      stabilityIndex(
        scores,
        scores.map((score) => score + 0.3),
      ),
    ).toBeGreaterThan(0.25)
  })
})

describe('the stability index by chance', () => {
  it.each([
    [400, 400],
    [1_000, 150],
  ])('of %i and %i scores is what 95 of 100 periods without a shift stay below', (n, m) => {
    const random = uniform(n)
    const draw = (size: number) => Array.from({ length: size }, () => random() ** 2)
    const reached = Array.from({ length: 600 }, () => {
      const [reference, scores] = [draw(n), draw(m)]
      return stabilityIndex(reference, scores) < stabilityByChance(reference, scores)
    })
    const below = reached.filter(Boolean).length / reached.length
    expect(below).toBeGreaterThan(0.92)
    expect(below).toBeLessThan(0.98)
    expect(stabilityByChance(draw(10), draw(10))).toBeCloseTo((16.919 * 2) / 10, 2)
  })
})

describe('boxes', () => {
  const cases: DetectionCase[] = [
    {
      found: [
        { box: [0, 0, 10, 10], score: 0.9 },
        { box: [0, 0, 10, 9], score: 0.8 },
        { box: [50, 50, 10, 10], score: 0.3 },
      ],
      reference: [
        [0, 0, 10, 10],
        [30, 30, 10, 10],
      ],
    },
    { found: [{ box: [5, 5, 10, 10], score: 0.6 }], reference: [[5, 5, 10, 12]] },
  ]

  it('overlap by intersection over union', () => {
    expect(intersectionOverUnion([0, 0, 10, 10], [5, 0, 10, 10])).toBeCloseTo(1 / 3, 12)
    expect(intersectionOverUnion([0, 0, 1, 1], [1, 0, 1, 1])).toBe(0)
  })

  it('have the average precision worked out by hand: right, double, right, wrong over three references', () => {
    expect(averagePrecisionAt50(cases)).toBeCloseTo(1 / 3 + (1 / 3) * (2 / 3), 12)
  })

  it('have sensitivity against false marks an image', () => {
    expect(frocCurve(cases)).toEqual([
      { threshold: 0.9, falsePositivesPerImage: 0, sensitivity: 1 / 3 },
      { threshold: 0.8, falsePositivesPerImage: 0.5, sensitivity: 1 / 3 },
      { threshold: 0.6, falsePositivesPerImage: 0.5, sensitivity: 2 / 3 },
      { threshold: 0.3, falsePositivesPerImage: 1, sensitivity: 2 / 3 },
    ])
  })
})
