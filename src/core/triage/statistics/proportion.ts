import type { Estimate } from '#shared/evaluation.ts'
import { z95 } from './normal-distribution.ts'

/** A proportion with Wilson's 95 % score interval (Wilson, JASA 1927); `undefined` of no cases. */
export function proportion(successes: number, trials: number): Estimate | undefined {
  if (trials === 0) return undefined
  const value = successes / trials
  const square = z95 * z95
  const middle = (successes + square / 2) / (trials + square)
  const half = (z95 / (trials + square)) * Math.sqrt((successes * (trials - successes)) / trials + square / 4)
  return {
    value,
    low: successes === 0 ? 0 : Math.max(0, middle - half),
    high: successes === trials ? 1 : Math.min(1, middle + half),
  }
}
