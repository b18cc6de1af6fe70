import { fitLogistic, logit } from './logistic-regression.ts'
import type { ScoredCase } from './scored-case.ts'

export type CalibrationBin = { readonly predicted: number; readonly observed: number; readonly n: number }

/** Equal-width bins of the score with what was predicted and observed in each; empty bins are left out. */
export function calibrationBins(cases: readonly ScoredCase[], bins = 10): CalibrationBin[] {
  const groups = Map.groupBy(cases, ({ score }) => Math.min(bins - 1, Math.max(0, Math.floor(score * bins))))
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([, members]) => ({
      predicted: mean(members.map(({ score }) => score)),
      observed: mean(members.map(({ positive }) => Number(positive))),
      n: members.length,
    }))
}

/** Expected calibration error over equal-width bins (Naeini et al., AAAI 2015). */
export function expectedCalibrationError(bins: readonly CalibrationBin[]): number {
  const total = bins.reduce((sum, { n }) => sum + n, 0)
  return bins.reduce((sum, { predicted, observed, n }) => sum + (n / total) * Math.abs(predicted - observed), 0)
}

/** Slope and intercept of logistic recalibration (Cox 1958): 1 and 0 when calibrated. `undefined` where no fit exists. */
export function calibrationLine(cases: readonly ScoredCase[]): { slope: number; intercept: number } | undefined {
  return fitLogistic(
    cases.map(({ score }) => logit(score)),
    cases.map(({ positive }) => Number(positive)),
  )
}

/** Mean squared difference of score and reference (Brier 1950). */
export function brierScore(cases: readonly ScoredCase[]): number {
  return mean(cases.map(({ score, positive }) => (score - Number(positive)) ** 2))
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length
