import type { Comparison } from '#shared/evaluation.ts'
import { delongPaired } from '#core/triage/statistics/delong.ts'
import type { UnitCase } from './evaluation-case.ts'

/** A case that both models assessed. */
type Paired = {
  readonly studyId: number
  readonly cluster: string
  readonly positive: boolean
  readonly a: number
  readonly b: number
}

/**
 * Two models or versions on the same cases: both areas, their paired difference, and the cases whose call changes at the
 * thresholds given. Cases that only one assessed are left out. `undefined` where there are too few of either kind.
 */
export function compareModels(
  casesA: readonly UnitCase[],
  casesB: readonly UnitCase[],
  unitOf: (one: UnitCase) => number,
  thresholds: { readonly a: number; readonly b: number },
): Comparison | undefined {
  const others = new Map(casesB.map((one) => [unitOf(one), one]))
  const pairs = casesA.flatMap((one): Paired[] => {
    const b = others.get(unitOf(one))?.score
    return one.score === undefined || b === undefined
      ? []
      : [{ studyId: one.studyId, cluster: one.cluster, positive: one.positive, a: one.score, b }]
  })
  const scored = (key: 'a' | 'b') => pairs.map((pair) => ({ ...pair, score: pair[key] }))
  const areas = delongPaired(scored('a'), scored('b'))
  if (!areas) return undefined
  const changes = pairs.filter(({ a, b }) => a >= thresholds.a !== b >= thresholds.b)
  return {
    n: pairs.length,
    aucA: areas.a,
    aucB: areas.b,
    difference: areas.difference,
    pValue: areas.pValue,
    changes: changes
      .toSorted((x, y) => Math.abs(y.a - y.b) - Math.abs(x.a - x.b))
      .map(({ studyId, a, b, positive }) => ({ studyId, scoreA: a, scoreB: b, reference: positive })),
  }
}
