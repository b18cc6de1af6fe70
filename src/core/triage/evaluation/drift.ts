import type { Drift } from '#shared/evaluation.ts'
import { quantile } from '#core/triage/statistics/bootstrap.ts'
import { z95 } from '#core/triage/statistics/normal-distribution.ts'
import { stabilityByChance, stabilityIndex } from '#core/triage/statistics/stability-index.ts'

/** One image in time; the score is absent where nothing judged it, the agreement where nobody read it. */
export type DatedCase = {
  /** ISO 8601. */
  readonly at: string
  readonly score?: number | undefined
  readonly agrees?: boolean | undefined
}

const dayMs = 86_400_000
/** Fewer scores than this in a period, or in the reference, and a shift cannot be told from chance. */
const fewScores = 50

/** Scores, not-assessed fraction and agreement by periods of `days`, each against the first period as the reference. */
export function driftOf(cases: readonly DatedCase[], days: number): Drift {
  const dated = cases.map((one) => ({ ...one, time: Date.parse(one.at) })).filter(({ time }) => Number.isFinite(time))
  const start = dated.reduce((first, { time }) => Math.min(first, time), Number.POSITIVE_INFINITY)
  const groups = Map.groupBy(dated, ({ time }) => Math.floor((time - start) / (days * dayMs)))
  const periods = [...groups].sort(([a], [b]) => a - b)
  const reference = scoresOf(periods[0]?.[1] ?? [])
  return {
    periods: periods.map(([index, members]) => {
      const scores = scoresOf(members).sort((a, b) => a - b)
      const agreeing = members.flatMap(({ agrees }) => agrees ?? [])
      return {
        from: new Date(start + index * days * dayMs).toISOString().slice(0, 10),
        n: members.length,
        ...meanOf(scores),
        quartiles: [quantile(scores, 0.25) ?? 0, quantile(scores, 0.5) ?? 0, quantile(scores, 0.75) ?? 0],
        notAssessedFraction: (members.length - scores.length) / members.length,
        ...(agreeing.length === 0 ? {} : { agreement: agreeing.filter(Boolean).length / agreeing.length }),
        stabilityIndex: stabilityIndex(reference, scores),
        stabilityByChance: stabilityByChance(reference, scores),
        smallNumbers: Math.min(reference.length, scores.length) < fewScores,
      }
    }),
  }
}

const scoresOf = (cases: readonly DatedCase[]): number[] => cases.flatMap(({ score }) => score ?? [])

/** The mean with its 95 % interval by the normal approximation; without one of fewer than two scores. */
function meanOf(scores: readonly number[]): Pick<Drift['periods'][number], 'meanScore' | 'meanLow' | 'meanHigh'> {
  const n = scores.length
  const meanScore = n === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / n
  if (n < 2) return { meanScore }
  const variance = scores.reduce((sum, score) => sum + (score - meanScore) ** 2, 0) / (n - 1)
  const half = z95 * Math.sqrt(variance / n)
  return { meanScore, meanLow: meanScore - half, meanHigh: meanScore + half }
}
