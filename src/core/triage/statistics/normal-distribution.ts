/** Quantile of the standard normal distribution that bounds 95 % on both sides. */
export const z95 = 1.959963984540054

/** Cumulative standard normal distribution, by the complementary error function's continued fraction and series; |error| < 1e-12. */
export function normalCdf(x: number): number {
  const tail = upperTail(Math.abs(x))
  return x >= 0 ? 1 - tail : tail
}

/** P(Z > x) for x ≥ 0: the series of erf near zero, the continued fraction of erfc beyond (Abramowitz & Stegun 7.1.6, 26.2.14). */
function upperTail(x: number): number {
  if (x < 2.5) {
    let term = x
    let sum = x
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= (x * x) / (2 * n + 1)
      sum += term
    }
    return 0.5 - density(x) * sum
  }
  let fraction = 0
  for (let n = 80; n > 0; n--) fraction = n / (x + fraction)
  return density(x) / (x + fraction)
}

const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
