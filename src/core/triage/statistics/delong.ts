import type { Estimate } from '#shared/evaluation.ts'
import { normalCdf, z95 } from './normal-distribution.ts'
import { midranks } from './roc.ts'
import { byReference, type ScoredCase } from './scored-case.ts'

/** A case's share in the area: of a positive, the fraction of negatives it beats; of a negative, that of positives beating it. */
type Component = { readonly positive: boolean; readonly cluster: string; readonly value: number }

/**
 * Area under the ROC curve with the 95 % interval of DeLong et al. (Biometrics 1988), in Obuchowski's form for clustered
 * data (Biometrics 1997): with one case a patient both are the same. `undefined` where either kind has fewer than two cases.
 */
export function delongArea(cases: readonly ScoredCase[]): Estimate | undefined {
  const parts = components(cases)
  if (!parts) return undefined
  const { area, list } = parts
  const half = z95 * Math.sqrt(covariance(parts, list, list))
  return { value: area, low: Math.max(0, area - half), high: Math.min(1, area + half) }
}

export type PairedAreas = {
  readonly a: Estimate
  readonly b: Estimate
  readonly difference: Estimate
  /** Two-sided, of no difference. */
  readonly pValue: number
}

/** Two scores of the same cases: both areas and the difference a − b with its paired interval (DeLong et al. 1988). */
export function delongPaired(a: readonly ScoredCase[], b: readonly ScoredCase[]): PairedAreas | undefined {
  const [first, second] = [components(a), components(b)]
  const [areaA, areaB] = [delongArea(a), delongArea(b)]
  if (!first || !second || !areaA || !areaB) return undefined
  const variance =
    covariance(first, first.list, first.list) +
    covariance(second, second.list, second.list) -
    2 * covariance(first, first.list, second.list)
  const value = first.area - second.area
  const error = Math.sqrt(Math.max(0, variance))
  const pValue = error === 0 ? Number(value === 0) : 2 * (1 - normalCdf(Math.abs(value / error)))
  return { a: areaA, b: areaB, difference: { value, low: value - z95 * error, high: value + z95 * error }, pValue }
}

type Components = {
  readonly area: number
  readonly positives: number
  readonly negatives: number
  readonly list: readonly Component[]
}

function components(cases: readonly ScoredCase[]): Components | undefined {
  const { positives, negatives } = byReference(cases)
  if (positives.length < 2 || negatives.length < 2) return undefined
  const all = midranks([...positives, ...negatives].map(({ score }) => score))
  const among = midranks(positives.map(({ score }) => score))
  const against = midranks(negatives.map(({ score }) => score))
  const list = [
    ...positives.map(({ cluster }, i) => ({
      positive: true,
      cluster,
      value: ((all[i] ?? 0) - (among[i] ?? 0)) / negatives.length,
    })),
    ...negatives.map(({ cluster }, j) => ({
      positive: false,
      cluster,
      value: 1 - ((all[positives.length + j] ?? 0) - (against[j] ?? 0)) / positives.length,
    })),
  ]
  const area = list.slice(0, positives.length).reduce((sum, { value }) => sum + value, 0) / positives.length
  return { area, positives: positives.length, negatives: negatives.length, list }
}

/** Covariance of two areas over the same cases, summed over clusters. */
function covariance(of: Components, a: readonly Component[], b: readonly Component[]): number {
  const clusters = new Map<string, { pa: number; pb: number; na: number; nb: number }>()
  const [areaA, areaB] = [meanOfPositives(a, of.positives), meanOfPositives(b, of.positives)]
  const positiveClusters = new Set<string>()
  const negativeClusters = new Set<string>()
  for (const [i, first] of a.entries()) {
    const sums = clusters.get(first.cluster) ?? { pa: 0, pb: 0, na: 0, nb: 0 }
    const second = b[i]?.value ?? 0
    if (first.positive) {
      positiveClusters.add(first.cluster)
      sums.pa += first.value - areaA
      sums.pb += second - areaB
    } else {
      negativeClusters.add(first.cluster)
      sums.na += first.value - areaA
      sums.nb += second - areaB
    }
    clusters.set(first.cluster, sums)
  }
  const total = { positive: 0, negative: 0, cross: 0 }
  for (const { pa, pb, na, nb } of clusters.values()) {
    total.positive += pa * pb
    total.negative += na * nb
    total.cross += pa * nb + pb * na
  }
  const { positives: m, negatives: n } = of
  const [p, q, k] = [positiveClusters.size, negativeClusters.size, clusters.size]
  const within = correction(p) * (total.positive / m ** 2) + correction(q) * (total.negative / n ** 2)
  return within + correction(k) * (total.cross / (m * n))
}

const correction = (clusters: number): number => (clusters > 1 ? clusters / (clusters - 1) : 1)

const meanOfPositives = (list: readonly Component[], positives: number): number =>
  list.reduce((sum, { positive, value }) => sum + (positive ? value : 0), 0) / positives
