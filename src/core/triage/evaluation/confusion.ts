import type { Evaluation } from '#shared/evaluation.ts'
import { proportion } from '#core/triage/statistics/proportion.ts'
import type { ScoredCase } from '#core/triage/statistics/scored-case.ts'

/** Right and wrong calls at a threshold; a score at it counts as called. */
export function confusionAt(cases: readonly ScoredCase[], threshold: number): Evaluation['confusion'] {
  const counts = { tp: 0, fp: 0, tn: 0, fn: 0 }
  for (const { score, positive } of cases) {
    const called = score >= threshold
    counts[called ? (positive ? 'tp' : 'fp') : positive ? 'fn' : 'tn'] += 1
  }
  return counts
}

/** Accuracy from counts, each with Wilson's interval; PPV and NPV are those of these cases, not of another prevalence. */
export function accuracy({ tp, fp, tn, fn }: Evaluation['confusion']) {
  return {
    sensitivity: proportion(tp, tp + fn),
    specificity: proportion(tn, tn + fp),
    ppv: proportion(tp, tp + fp),
    npv: proportion(tn, tn + fn),
  }
}
