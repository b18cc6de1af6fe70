/** logit(p) = slope · x + intercept */
export type LogisticFit = { readonly slope: number; readonly intercept: number }

const steps = 100
const tolerance = 1e-10

/**
 * Fits logit(p) = slope · x + intercept by maximum likelihood (Newton's method). Targets may lie between 0 and 1.
 * `undefined` where no finite fit exists: one kind only, no spread of x, or both kinds apart at a point.
 */
export function fitLogistic(x: readonly number[], targets: readonly number[]): LogisticFit | undefined {
  let slope = 0
  let intercept = 0
  for (let step = 0; step < steps; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
    for (const [i, value] of x.entries()) {
      const p = sigmoid(slope * value + intercept)
      const residual = (targets[i] ?? 0) - p
      const weight = p * (1 - p)
      g0 += residual
      g1 += residual * value
      h00 += weight
      h01 += weight * value
      h11 += weight * value * value
    }
    const determinant = h00 * h11 - h01 * h01
    if (!(determinant > 1e-12 * Math.max(1, h00 * h11))) return undefined
    const [toIntercept, toSlope] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant]
    const damping = Math.min(1, 5 / Math.max(Math.abs(toIntercept), Math.abs(toSlope), 1e-9))
    intercept += damping * toIntercept
    slope += damping * toSlope
    if (!Number.isFinite(slope + intercept) || Math.abs(slope) > 1e6) return undefined
    if (Math.max(Math.abs(toIntercept), Math.abs(toSlope)) < tolerance) return { slope, intercept }
  }
  return undefined
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** ln(p / (1 − p)), with scores of exactly 0 or 1 held finite. */
export function logit(p: number): number {
  const bounded = Math.min(1 - 1e-7, Math.max(1e-7, p))
  return Math.log(bounded / (1 - bounded))
}
