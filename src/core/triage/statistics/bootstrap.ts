import type { Estimate } from '#shared/evaluation.ts'

/**
 * Percentile bootstrap with clusters drawn whole (Efron & Tibshirani 1993, ch. 13; Field & Welsh 2007): the 2.5th and
 * 97.5th percentile of `statistic` over `draws` samples of the clusters, seeded, so that it can be repeated.
 * Draws in which the statistic does not exist are left out; `undefined` when it does not exist for the cases themselves.
 */
export function bootstrap<Case extends { readonly cluster: string }>(
  cases: readonly Case[],
  statistic: (cases: readonly Case[]) => number | undefined,
  draws = 1_000,
  seed = 1,
): Estimate | undefined {
  const value = statistic(cases)
  if (value === undefined) return undefined
  const clusters = [...Map.groupBy(cases, ({ cluster }) => cluster).values()]
  const random = uniform(seed)
  const values: number[] = []
  for (let draw = 0; draw < draws; draw++) {
    const sample = clusters.flatMap(() => clusters[Math.floor(random() * clusters.length)] ?? [])
    const drawn = statistic(sample)
    if (drawn !== undefined) values.push(drawn)
  }
  values.sort((a, b) => a - b)
  return { value, low: quantile(values, 0.025) ?? value, high: quantile(values, 0.975) ?? value }
}

/** Linear interpolation between order statistics (Hyndman & Fan 1996, type 7) of sorted values. */
export function quantile(sorted: readonly number[], p: number): number | undefined {
  if (sorted.length === 0) return undefined
  const at = (sorted.length - 1) * p
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0]
  return low + (high - low) * (at - Math.floor(at))
}

/** Uniform numbers in [0, 1) from a 32-bit seed (Marsaglia's xorshift, 2003, with a Weyl sequence). */
export function uniform(seed: number): () => number {
  let state = (seed >>> 0) ^ 0x9e3779b9 || 1
  let weyl = 0
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    weyl = (weyl + 362_437) | 0
    return ((state + weyl) >>> 0) / 2 ** 32
  }
}
