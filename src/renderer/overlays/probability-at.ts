type Curve = readonly { readonly score: number; readonly probability: number }[]

/** The probability of a score on a recalibration's curve, straight between its points and level beyond; undefined without points. */
export function probabilityAt(curve: Curve, score: number): number | undefined {
  const above = curve.findIndex((point) => point.score >= score)
  const next = curve[above]
  const before = curve[above - 1]
  if (!next) return curve.at(-1)?.probability
  if (!before || next.score === before.score) return next.probability
  const share = (score - before.score) / (next.score - before.score)
  return before.probability + share * (next.probability - before.probability)
}
