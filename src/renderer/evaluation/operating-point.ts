import type { Evaluation } from '#shared/evaluation.ts'

/** What a threshold means in work and in misses, on the cases of an evaluation. */
export type OperatingPoint = {
  readonly threshold: number
  readonly sensitivity: number
  readonly specificity: number
  /** Positive cases below the threshold. */
  readonly missed: number
  readonly positives: number
  /** Of 100 cases as they come, so many are flagged, and so many of them in vain. */
  readonly flaggedPer100: number
  readonly extraPer100: number
}

type Curve = Pick<Evaluation, 'roc' | 'confusion'>

/**
 * The operating point of a threshold: a case is flagged when its score reaches it, so that the point of the curve with the
 * lowest threshold at or above it holds. Above all of them nothing is flagged.
 */
export function operatingPoint({ roc, confusion: { tp, fp, tn, fn } }: Curve, threshold: number): OperatingPoint {
  const reached = roc
    .filter((point) => point.threshold >= threshold)
    .reduce<Curve['roc'][number] | undefined>(
      (lowest, point) => (lowest === undefined || point.threshold < lowest.threshold ? point : lowest),
      undefined,
    )
  const positives = tp + fn
  const negatives = fp + tn
  const sensitivity = reached?.sensitivity ?? 0
  const falsePositiveRate = reached?.falsePositiveRate ?? 0
  const per100 = (count: number) => (positives + negatives === 0 ? 0 : (100 * count) / (positives + negatives))
  return {
    threshold,
    sensitivity,
    specificity: 1 - falsePositiveRate,
    missed: Math.round(positives * (1 - sensitivity)),
    positives,
    flaggedPer100: per100(positives * sensitivity + negatives * falsePositiveRate),
    extraPer100: per100(negatives * falsePositiveRate),
  }
}

/** The thresholds between which a slider moves: the finite ones of the curve. */
export function thresholdRange({ roc }: Pick<Curve, 'roc'>): readonly [low: number, high: number] {
  const finite = roc.map(({ threshold }) => threshold).filter(Number.isFinite)
  return finite.length === 0 ? [0, 1] : [Math.min(...finite), Math.max(...finite)]
}
