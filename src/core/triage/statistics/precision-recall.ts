import type { ScoredCase } from './scored-case.ts'

export type PrecisionRecallPoint = { readonly threshold: number; readonly precision: number; readonly recall: number }

/** Precision against recall, one point for each distinct score from the highest down; empty without positives. */
export function precisionRecallCurve(cases: readonly ScoredCase[]): PrecisionRecallPoint[] {
  const positives = cases.filter(({ positive }) => positive).length
  if (positives === 0) return []
  const sorted = cases.toSorted((a, b) => b.score - a.score)
  const points: PrecisionRecallPoint[] = []
  let hits = 0
  for (const [i, { score, positive }] of sorted.entries()) {
    if (positive) hits += 1
    if (sorted[i + 1]?.score === score) continue
    points.push({ threshold: score, precision: hits / (i + 1), recall: hits / positives })
  }
  return points
}

/** Average precision: precision weighted by the recall that each threshold adds; `undefined` without positives. */
export function averagePrecision(cases: readonly ScoredCase[]): number | undefined {
  const curve = precisionRecallCurve(cases)
  if (curve.length === 0) return undefined
  return curve.reduce((sum, { precision, recall }, i) => sum + precision * (recall - (curve[i - 1]?.recall ?? 0)), 0)
}
