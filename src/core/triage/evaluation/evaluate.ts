import type { Evaluation, EvaluationRequest } from '#shared/evaluation.ts'
import { bootstrap } from '#core/triage/statistics/bootstrap.ts'
import { calibrationBins, calibrationLine, expectedCalibrationError } from '#core/triage/statistics/calibration.ts'
import { delongArea } from '#core/triage/statistics/delong.ts'
import { averagePrecision, precisionRecallCurve } from '#core/triage/statistics/precision-recall.ts'
import { areaUnderRoc, rocCurve } from '#core/triage/statistics/roc.ts'
import { accuracy, confusionAt } from './confusion.ts'
import { detection } from './detect.ts'
import { type ImageCase, toUnitCases, type UnitCase } from './evaluation-case.ts'
import { evaluateSubgroups } from './subgroups.ts'

type Assessed = UnitCase & { readonly score: number }

const isAssessed = (one: UnitCase): one is Assessed => one.score !== undefined

/** Cases listed as missed at most; the rest are counted. */
const listedMissed = 500

/**
 * How far a model version may be trusted on these cases: discrimination, accuracy at the threshold, calibration, what the
 * not-assessed cases would change, and subgroups. Intervals take patients as clusters. `unmatched` is told by the caller.
 */
export function evaluate(
  images: readonly ImageCase[],
  request: Pick<EvaluationRequest, 'unit' | 'combine' | 'subgroup'>,
  threshold: number,
  unmatched = 0,
): Evaluation {
  const cases = toUnitCases(images, request)
  const assessed = cases.filter(isAssessed)
  const confusion = confusionAt(assessed, threshold)
  return {
    n: assessed.length,
    positives: assessed.filter(({ positive }) => positive).length,
    unmatched,
    notAssessed: cases.length - assessed.length,
    ...discrimination(assessed),
    threshold,
    confusion,
    ...present(accuracy(confusion)),
    calibration: calibration(assessed),
    // The curve starts above every score; JSON has no infinity, so its first threshold is just above the highest.
    roc: rocCurve(assessed).map((point, i, curve) =>
      i === 0 ? { ...point, threshold: Math.max(1, (curve[1]?.threshold ?? 0) + 1e-9) } : point,
    ),
    precisionRecall: precisionRecallCurve(assessed),
    notAssessedAs: notAssessedThreeWays(cases, threshold),
    subgroups: request.subgroup === undefined ? [] : evaluateSubgroups(assessed, request.subgroup),
    missed: missedCases(assessed, threshold),
    ...present({ detection: detection(images) }),
    warnings: [...warningsOf(assessed), ...(images.some(({ stale }) => stale) ? ['stale-results'] : [])],
  }
}

/** Leaves out what does not exist. */
function present<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never
}

function discrimination(cases: readonly Assessed[]): Pick<Evaluation, 'auc' | 'averagePrecision'> {
  const area = areaUnderRoc(cases)
  const auc = delongArea(cases) ?? (area === undefined ? undefined : { value: area, low: 0, high: 1 })
  const draws = Math.max(200, Math.min(1_000, Math.floor(2_000_000 / Math.max(1, cases.length))))
  return present({ auc, averagePrecision: bootstrap(cases, averagePrecision, draws) })
}

function calibration(cases: readonly Assessed[]): Evaluation['calibration'] {
  const bins = calibrationBins(cases)
  return { ...calibrationLine(cases), ece: cases.length === 0 ? 0 : expectedCalibrationError(bins), bins }
}

/** Sensitivity and specificity with the not-assessed cases left out, taken as negative, taken as positive. */
function notAssessedThreeWays(cases: readonly UnitCase[], threshold: number): Evaluation['notAssessedAs'] {
  const as = (scoreOf: (one: UnitCase) => number | undefined) => {
    const scored = cases.flatMap((one) => {
      const score = scoreOf(one)
      return score === undefined ? [] : [{ ...one, score }]
    })
    const { sensitivity, specificity } = accuracy(confusionAt(scored, threshold))
    return { ...present({ sensitivity, specificity }), n: scored.length }
  }
  return {
    excluded: as(({ score }) => score),
    negative: as(({ score }) => score ?? Number.NEGATIVE_INFINITY),
    positive: as(({ score }) => score ?? Number.POSITIVE_INFINITY),
  }
}

const missedCases = (cases: readonly Assessed[], threshold: number): Evaluation['missed'] =>
  cases
    .filter(({ positive, score }) => positive && score < threshold)
    .sort((a, b) => a.score - b.score)
    .slice(0, listedMissed)
    .map(({ studyId, score }) => ({ studyId, score }))

function warningsOf(cases: readonly Assessed[]): string[] {
  const positives = cases.filter(({ positive }) => positive).length
  const few = Math.min(positives, cases.length - positives) < 20 ? ['few-cases'] : []
  const repeated = new Set(cases.map(({ cluster }) => cluster)).size < cases.length ? ['several-cases-a-patient'] : []
  return [...few, ...repeated]
}
