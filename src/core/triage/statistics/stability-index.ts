import { quantile } from './bootstrap.ts'

/**
 * Population stability index of scores against a reference period, over tenths of the reference (Siddiqi 2006):
 * below 0.1 is usually called stable, above 0.25 shifted. Empty cells count half a case. 0 where either is empty.
 */
export function stabilityIndex(reference: readonly number[], scores: readonly number[]): number {
  if (reference.length === 0 || scores.length === 0) return 0
  const sorted = reference.toSorted((a, b) => a - b)
  const cuts = [...new Set(Array.from({ length: 9 }, (_, i) => quantile(sorted, (i + 1) / 10) ?? 0))]
  const [before, now] = [shares(reference, cuts), shares(scores, cuts)]
  return before.reduce((sum, share, i) => {
    const other = now[i] ?? share
    return sum + (other - share) * Math.log(other / share)
  }, 0)
}

function shares(values: readonly number[], cuts: readonly number[]): number[] {
  const counts = Array.from({ length: cuts.length + 1 }, () => 0)
  for (const value of values) {
    const cell = cuts.findIndex((cut) => value <= cut)
    const index = cell === -1 ? cuts.length : cell
    counts[index] = (counts[index] ?? 0) + 1
  }
  return counts.map((count) => Math.max(0.5, count) / values.length)
}
