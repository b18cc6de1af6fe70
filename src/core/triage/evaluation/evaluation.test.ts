import { describe, expect, it } from 'vitest'
import { evaluationSchema } from '#shared/evaluation.ts'
import { agreementOf } from './agreement.ts'
import { compareModels } from './compare.ts'
import { driftOf } from './drift.ts'
import { evaluate } from './evaluate.ts'
import { type ImageCase, toUnitCases } from './evaluation-case.ts'
import { proposeRecalibration } from './recalibration.ts'

const image = (imageId: number, positive: boolean, score?: number, changes: Partial<ImageCase> = {}): ImageCase => ({
  imageId,
  studyId: imageId,
  patientId: imageId,
  positive,
  score,
  ...changes,
})
const perImage = { unit: 'image', combine: 'max' } as const

describe('the unit of analysis', () => {
  const images = [
    image(1, false, 0.2, { studyId: 1, patientId: 1 }),
    image(2, true, 0.8, { studyId: 1, patientId: 1 }),
    image(3, false, undefined, { studyId: 2, patientId: 1 }),
  ]

  it('combines the scores of what was assessed and is positive where any image is', () => {
    expect(toUnitCases(images, { unit: 'study', combine: 'max' })).toMatchObject([
      { studyId: 1, score: 0.8, positive: true },
      { studyId: 2, score: undefined, positive: false },
    ])
    expect(toUnitCases(images, { unit: 'patient', combine: 'mean' })).toMatchObject([{ score: 0.5, positive: true }])
  })
})

describe('an evaluation', () => {
  const images = [
    image(1, true, 0.9),
    image(2, true, 0.4),
    image(3, false, 0.6),
    image(4, false, 0.1),
    image(5, true, undefined),
    image(6, false, undefined),
  ]
  const result = evaluate(images, { ...perImage, subgroup: 'age' }, 0.5, 3)

  it('fits the wall’s schema and counts every case once', () => {
    expect(evaluationSchema.parse(JSON.parse(JSON.stringify(result)))).toBeTruthy()
    expect(result).toMatchObject({ n: 4, positives: 2, unmatched: 3, notAssessed: 2 })
    expect(result.confusion).toEqual({ tp: 1, fp: 1, tn: 1, fn: 1 })
    expect(result.auc?.value).toBe(0.75)
    expect(result.missed).toEqual([{ studyId: 2, score: 0.4 }])
  })

  it('tells what the not-assessed cases would change, three ways', () => {
    const { excluded, negative, positive } = result.notAssessedAs as Required<typeof result.notAssessedAs>
    expect([excluded!.n, negative!.n, positive!.n]).toEqual([4, 6, 6])
    expect([excluded, negative, positive].map((way) => way!.sensitivity?.value)).toEqual([1 / 2, 1 / 3, 2 / 3])
    expect([excluded, negative, positive].map((way) => way!.specificity?.value)).toEqual([1 / 2, 2 / 3, 1 / 3])
  })

  it('judges boxes where the reference has any, and warns of stale results', () => {
    expect(result.detection).toBeUndefined()
    expect(result.warnings).not.toContain('stale-results')
    const found = [{ label: 'opacity', score: 0.9, box: [0, 0, 10, 10] as [number, number, number, number] }]
    const boxed = evaluate(
      [
        image(1, true, 0.9, { findings: found, referenceBoxes: [[1, 0, 10, 10]] }),
        image(2, false, 0.4, { findings: found, referenceBoxes: [], stale: true }),
        image(3, true, undefined, { referenceBoxes: [[0, 0, 5, 5]] }),
      ],
      perImage,
      0.5,
    )
    expect(boxed.detection).toEqual({
      images: 2,
      boxes: 1,
      ap50: 0.5,
      froc: [{ threshold: 0.9, falsePositivesPerImage: 0.5, sensitivity: 1 }],
    })
    expect(boxed.warnings).toContain('stale-results')
  })

  it('warns of few cases, in all and by subgroup', () => {
    expect(result.warnings).toContain('few-cases')
    expect(result.subgroups).toMatchObject([{ name: 'unknown', n: 4, smallNumbers: true }])
  })

  it('of nothing is empty and no failure', () => {
    expect(evaluate([], perImage, 0.5)).toMatchObject({ n: 0, roc: [], subgroups: [], calibration: { ece: 0 } })
  })
})

describe('subgroups by age', () => {
  it('hold each age in one band', () => {
    const ages = [0, 5, 6, 17, 18, 39, 80, 95]
    const images = ages.map((ageYears, i) => image(i, i % 2 === 0, 0.5, { ageYears }))
    const { subgroups } = evaluate(images, { ...perImage, subgroup: 'age' }, 0.5)
    expect(subgroups.map(({ name, n }) => [name, n])).toEqual([
      ['0–0', 1],
      ['1–5', 1],
      ['6–17', 2],
      ['18–39', 2],
      ['80+', 2],
    ])
  })
})

describe('two models', () => {
  const cases = (scores: readonly number[]) =>
    toUnitCases(
      scores.map((score, i) => image(i, i < 3, score)),
      perImage,
    )

  it('are compared on the cases that both assessed, and the changed calls listed', () => {
    const a = cases([0.9, 0.8, 0.7, 0.1, 0.2, 0.3])
    const b = cases([0.9, 0.2, 0.7, 0.1, 0.6, 0.3]).map((one) =>
      one.imageId === 5 ? { ...one, score: undefined } : one,
    )
    const result = compareModels(a, b, ({ imageId }) => imageId, { a: 0.5, b: 0.5 })
    expect(result?.n).toBe(5)
    expect(result?.aucA.value).toBe(1)
    expect(result?.changes.map(({ studyId }) => studyId)).toEqual([1, 4])
  })

  it('of too few cases are not compared', () => {
    expect(compareModels(cases([0.9]), cases([0.9]), ({ imageId }) => imageId, { a: 0.5, b: 0.5 })).toBeUndefined()
  })
})

describe('readers', () => {
  it('agree pair by pair on the studies that both judged', () => {
    const call = (studyId: number, by: string, verdict: string) => ({ studyId, by, call: verdict })
    const { pairs } = agreementOf([
      call(1, 'B', 'normal'),
      call(1, 'A', 'normal'),
      call(2, 'A', 'abnormal'),
      call(2, 'B', 'normal'),
      call(3, 'C', 'normal'),
    ])
    expect(pairs).toMatchObject([{ a: 'A', b: 'B', n: 2, agreement: 0.5 }])
  })
})

describe('drift', () => {
  it('compares each period with the first', () => {
    const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString()
    const early = Array.from({ length: 20 }, (_, i) => ({ at: at(i % 7), score: i / 20, agrees: true }))
    const late = Array.from({ length: 20 }, (_, i) => ({ at: at(7 + (i % 7)), score: 0.9 + i / 1_000 }))
    const { periods } = driftOf([...early, ...late, { at: at(8) }], 7)
    expect(periods).toMatchObject([
      { from: '2026-01-01', n: 20, notAssessedFraction: 0, agreement: 1, stabilityIndex: 0 },
      { from: '2026-01-08', n: 21, notAssessedFraction: 1 / 21 },
    ])
    expect(periods[1]!.stabilityIndex).toBeGreaterThan(0.25)
    // Twenty scores can look like anything.
    expect(periods.map(({ smallNumbers }) => smallNumbers)).toEqual([true, true])
    const [low, high] = [periods[0]!.meanLow!, periods[0]!.meanHigh!]
    // The mean of 0, 0.05 … 0.95 with its standard deviation of 0.29580 over √20.
    expect([low, high].map((value) => value.toFixed(4))).toEqual(['0.3454', '0.6046'])
    const many = Array.from({ length: 200 }, (_, i) => ({ at: at(i % 14), score: (i * 37) % 100 }))
    expect(driftOf(many, 7).periods.map(({ smallNumbers }) => smallNumbers)).toEqual([false, false])
  })
})

describe('recalibration', () => {
  it('lowers the error on cases that it has not seen', () => {
    const cases = Array.from({ length: 400 }, (_, i) => {
      const chance = (i % 20) / 20
      return { score: chance ** 3, positive: (i * 7919) % 1000 < chance * 1000, cluster: String(i) }
    })
    for (const kind of ['platt', 'isotonic'] as const) {
      const proposed = proposeRecalibration(cases, kind)!
      expect(proposed.after.brier).toBeLessThan(proposed.before.brier)
      expect(proposed.after.ece).toBeLessThan(proposed.before.ece)
      expect(proposed.curve).toHaveLength(101)
    }
  })

  it('is refused where nothing can be fitted', () => {
    expect(proposeRecalibration([{ score: 0.5, positive: true, cluster: '1' }], 'platt')).toBeUndefined()
  })
})
