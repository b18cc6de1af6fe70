import { quantile } from './bootstrap.ts'

/**
 * Population stability index of scores against a reference period, over tenths of the reference (Siddiqi 2006):
 * below 0.1 is usually called stable, above 0.25 shifted. Empty cells count half a case. 0 where either is empty.
 */
export function stabilityIndex(reference: readonly number[], scores: readonly number[]): number {
  if (reference.length === 0 || scores.length === 0) return 0
  const cuts = tenthsOf(reference)
  const [before, now] = [shares(reference, cuts), shares(scores, cuts)]
  return before.reduce((sum, share, i) => {
    const other = now[i] ?? share
    return sum + (other - share) * Math.log(other / share)
  }, 0)
}

/**
 * The index that 95 of 100 periods stay below by chance alone when nothing has shifted: the index of samples of n and m scores is
 * about χ² of one degree of freedom less than cells, times 1/n + 1/m (Yurdakul & Naranjo 2020). 0 where either is empty.
 */
export function stabilityByChance(reference: readonly number[], scores: readonly number[]): number {
  if (reference.length === 0 || scores.length === 0) return 0
  return chiSquared95(tenthsOf(reference).length) * (1 / reference.length + 1 / scores.length)
}

/** The 95th percentile of χ² (Wilson & Hilferty 1931), true to three digits from two degrees of freedom on. */
function chiSquared95(degrees: number): number {
  const ninth = 2 / (9 * degrees)
  return degrees * (1 - ninth + z90 * Math.sqrt(ninth)) ** 3
}

/** The 95th percentile of the normal distribution. */
const z90 = 1.644853626951472

/** What parts sorted values into tenths, once each. */
function tenthsOf(values: readonly number[]): readonly number[] {
  const sorted = values.toSorted((a, b) => a - b)
  return [...new Set(Array.from({ length: 9 }, (_, i) => quantile(sorted, (i + 1) / 10) ?? 0))]
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
