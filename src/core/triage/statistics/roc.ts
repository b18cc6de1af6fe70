import type { ScoredCase } from './scored-case.ts'

/** A point of the receiver operating characteristic: cases with score ≥ threshold are called positive. */
export type RocPoint = {
  readonly threshold: number
  readonly sensitivity: number
  readonly falsePositiveRate: number
}

/** The empirical curve from (0, 0) to (1, 1), one point for each distinct score; empty where one kind of case is missing. */
export function rocCurve(cases: readonly ScoredCase[]): RocPoint[] {
  const positives = cases.filter(({ positive }) => positive).length
  const negatives = cases.length - positives
  if (positives === 0 || negatives === 0) return []
  const sorted = cases.toSorted((a, b) => b.score - a.score)
  const points: RocPoint[] = [{ threshold: Number.POSITIVE_INFINITY, sensitivity: 0, falsePositiveRate: 0 }]
  let hits = 0
  let falseAlarms = 0
  for (const [i, { score, positive }] of sorted.entries()) {
    if (positive) hits += 1
    else falseAlarms += 1
    if (sorted[i + 1]?.score === score) continue
    points.push({ threshold: score, sensitivity: hits / positives, falsePositiveRate: falseAlarms / negatives })
  }
  return points
}

/**
 * Area under the ROC curve: the chance that a positive case scores higher than a negative one, ties counted half
 * (Mann–Whitney; Hanley & McNeil, Radiology 1982). `undefined` where one kind of case is missing.
 */
export function areaUnderRoc(cases: readonly ScoredCase[]): number | undefined {
  const positives = cases.filter(({ positive }) => positive).length
  const negatives = cases.length - positives
  if (positives === 0 || negatives === 0) return undefined
  const ranks = midranks(cases.map(({ score }) => score))
  const sum = cases.reduce((total, { positive }, i) => total + (positive ? (ranks[i] ?? 0) : 0), 0)
  return (sum - (positives * (positives + 1)) / 2) / (positives * negatives)
}

/** Ranks from 1 on; equal values share the mean of theirs. */
export function midranks(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const ranks = new Float64Array(values.length)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1
    for (let i = start; i < end; i++) ranks[order[i] ?? 0] = (start + end + 1) / 2
    start = end
  }
  return ranks
}
