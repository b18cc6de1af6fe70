import { fitLogistic, logit, sigmoid } from './logistic-regression.ts'
import type { ScoredCase } from './scored-case.ts'

/** A map from score to probability that can be stored: rising, defined for every score. */
export type RecalibrationMap =
  | { readonly kind: 'platt'; readonly slope: number; readonly intercept: number }
  /** Steps: the probability from each score on, joined by straight lines. */
  | { readonly kind: 'isotonic'; readonly scores: readonly number[]; readonly probabilities: readonly number[] }

/** Platt scaling with his regularised targets (Platt 1999). `undefined` where no fit exists. */
export function fitPlatt(cases: readonly ScoredCase[]): RecalibrationMap | undefined {
  const positives = cases.filter(({ positive }) => positive).length
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (cases.length - positives + 2)]
  const fit = fitLogistic(
    cases.map(({ score }) => logit(score)),
    cases.map(({ positive }) => (positive ? high : low)),
  )
  return fit && fit.slope > 0 ? { kind: 'platt', ...fit } : undefined
}

/** Isotonic regression by pooling adjacent violators (Barlow et al. 1972; Zadrozny & Elkan 2002). `undefined` of no cases. */
export function fitIsotonic(cases: readonly ScoredCase[]): RecalibrationMap | undefined {
  if (cases.length === 0) return undefined
  const blocks: { sum: number; n: number; from: number; to: number }[] = []
  for (const { score, positive } of cases.toSorted((a, b) => a.score - b.score)) {
    const tied = blocks.at(-1)
    if (tied?.to === score) {
      tied.sum += Number(positive)
      tied.n += 1
    } else blocks.push({ sum: Number(positive), n: 1, from: score, to: score })
  }
  const pooled: typeof blocks = []
  for (const block of blocks) {
    let last = { ...block }
    for (let before = pooled.at(-1); before && before.sum / before.n >= last.sum / last.n; before = pooled.at(-1)) {
      pooled.pop()
      last = { sum: before.sum + last.sum, n: before.n + last.n, from: before.from, to: last.to }
    }
    pooled.push(last)
  }
  return {
    kind: 'isotonic',
    scores: pooled.flatMap(({ from, to }) => (from === to ? [from] : [from, to])),
    probabilities: pooled.flatMap(({ sum, n, from, to }) => (from === to ? [sum / n] : [sum / n, sum / n])),
  }
}

/** The probability that a map gives a score. */
export function recalibrate(map: RecalibrationMap, score: number): number {
  if (map.kind === 'platt') return sigmoid(map.slope * logit(score) + map.intercept)
  const { scores, probabilities } = map
  const above = scores.findIndex((value) => value >= score)
  if (above === -1) return probabilities.at(-1) ?? score
  if (above === 0) return probabilities[0] ?? score
  const [x0, x1] = [scores[above - 1] ?? 0, scores[above] ?? 0]
  const [y0, y1] = [probabilities[above - 1] ?? 0, probabilities[above] ?? 0]
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (score - x0)) / (x1 - x0)
}
