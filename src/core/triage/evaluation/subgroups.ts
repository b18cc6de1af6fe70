import type { Evaluation, EvaluationRequest } from '#shared/evaluation.ts'
import { delongArea } from '#core/triage/statistics/delong.ts'
import type { UnitCase } from './evaluation-case.ts'

/** Fewer of either kind than this, and a subgroup's figures say little. */
const fewCases = 20

/** Accuracy by a property of the cases; what the header does not say is a group of its own. */
export function evaluateSubgroups(
  cases: readonly (UnitCase & { readonly score: number })[],
  by: NonNullable<EvaluationRequest['subgroup']>,
): Evaluation['subgroups'] {
  const groups = Map.groupBy(cases, (one) => nameOf(one, by))
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([name, members]) => {
      const positives = members.filter(({ positive }) => positive).length
      const auc = delongArea(members)
      return {
        name,
        n: members.length,
        positives,
        ...(auc === undefined ? {} : { auc }),
        smallNumbers: positives < fewCases || members.length - positives < fewCases,
      }
    })
}

function nameOf(one: UnitCase, by: NonNullable<EvaluationRequest['subgroup']>): string {
  if (by === 'age') return ageBand(one.ageYears)
  return one[by] ?? 'unknown'
}

function ageBand(years: number | undefined): string {
  if (years === undefined) return 'unknown'
  const bands = [1, 6, 18, 40, 60, 80]
  const next = bands.findIndex((from) => years < from)
  if (next === -1) return '80+'
  return `${bands[next - 1] ?? 0}–${(bands[next] ?? 0) - 1}`
}
