/** 1 / (1 + e⁻ˣ), without overflow on either side. */
export function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x))
}

/** eˣ over the sum of all, shifted by the maximum so that nothing overflows. */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(logits)
  const highest = values.reduce((most, value) => Math.max(most, value), -Infinity)
  const powers = values.map((value) => Math.exp(value - highest))
  const sum = powers.reduce((total, value) => total + value, 0)
  return powers.map((value) => value / sum)
}

/**
 * TorchXRayVision's operating-point normalisation: the threshold t becomes 0.5, each side stays linear; without a
 * threshold the output says nothing and is 0.5.
 */
export function operatingPointNorm(p: number, t: number | null | undefined): number {
  if (t === null || t === undefined || Number.isNaN(t)) return 0.5
  return p < t ? p / (2 * t) : 1 - (1 - p) / (2 * (1 - t))
}
