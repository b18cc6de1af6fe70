import type { Recalibration } from '#shared/evaluation.ts'
import { uniform } from '#core/triage/statistics/bootstrap.ts'
import { brierScore, calibrationBins, expectedCalibrationError } from '#core/triage/statistics/calibration.ts'
import {
  fitIsotonic,
  fitPlatt,
  recalibrate,
  type RecalibrationMap,
} from '#core/triage/statistics/recalibration-maps.ts'
import type { ScoredCase } from '#core/triage/statistics/scored-case.ts'

export type ProposedRecalibration = Omit<Recalibration, 'token'> & {
  readonly map: RecalibrationMap
}

const folds = 5

/**
 * A map from score to probability fitted on all cases, with what it would have done on cases it had not seen: five-fold
 * cross-validation by patient, seeded. `undefined` where no map can be fitted.
 */
export function proposeRecalibration(
  cases: readonly ScoredCase[],
  kind: RecalibrationMap['kind'],
): ProposedRecalibration | undefined {
  const fit = kind === 'platt' ? fitPlatt : fitIsotonic
  const map = fit(cases)
  const unseen = crossValidate(cases, fit)
  if (!map || unseen.length < cases.length) return undefined
  return {
    kind,
    map,
    before: errors(cases),
    after: errors(unseen),
    curve: Array.from({ length: 101 }, (_, i) => ({ score: i / 100, probability: recalibrate(map, i / 100) })),
  }
}

function crossValidate(cases: readonly ScoredCase[], fit: typeof fitPlatt): ScoredCase[] {
  const random = uniform(1)
  const foldOf = new Map(
    [...new Set(cases.map(({ cluster }) => cluster))].map((name) => [name, Math.floor(random() * folds)]),
  )
  return Array.from({ length: folds }, (_, fold) => {
    const map = fit(cases.filter(({ cluster }) => foldOf.get(cluster) !== fold))
    const held = cases.filter(({ cluster }) => foldOf.get(cluster) === fold)
    return map ? held.map((one) => ({ ...one, score: recalibrate(map, one.score) })) : []
  }).flat()
}

const errors = (cases: readonly ScoredCase[]) => ({
  ece: expectedCalibrationError(calibrationBins(cases)),
  brier: brierScore(cases),
})
