import type { Estimate } from '#shared/evaluation.ts'
import { z95 } from './normal-distribution.ts'

export type Agreement = { readonly n: number; readonly agreement: number; readonly kappa: Estimate | undefined }

/**
 * Agreement of two readers on the same cases: the fraction that agree and Cohen's kappa with the large-sample interval of
 * Fleiss, Cohen & Everitt (1969). Kappa is `undefined` where chance alone would agree always.
 */
export function cohenKappa(pairs: readonly (readonly [a: string, b: string])[]): Agreement {
  const n = pairs.length
  const categories = [...new Set(pairs.flat())]
  const share = (a: string, b: string) => pairs.filter(([x, y]) => x === a && y === b).length / n
  const rows = new Map(categories.map((a) => [a, pairs.filter(([x]) => x === a).length / n]))
  const columns = new Map(categories.map((b) => [b, pairs.filter(([, y]) => y === b).length / n]))
  const row = (name: string) => rows.get(name) ?? 0
  const column = (name: string) => columns.get(name) ?? 0
  const observed = categories.reduce((sum, name) => sum + share(name, name), 0)
  const expected = categories.reduce((sum, name) => sum + row(name) * column(name), 0)
  if (n === 0 || expected === 1) return { n, agreement: n === 0 ? 0 : observed, kappa: undefined }
  const kappa = (observed - expected) / (1 - expected)
  const diagonal = categories.reduce(
    (sum, name) => sum + share(name, name) * (1 - (row(name) + column(name)) * (1 - kappa)) ** 2,
    0,
  )
  const off = categories.reduce(
    (sum, a) => sum + categories.reduce((part, b) => part + (a === b ? 0 : share(a, b) * (column(a) + row(b)) ** 2), 0),
    0,
  )
  const variance =
    (diagonal + (1 - kappa) ** 2 * off - (kappa - expected * (1 - kappa)) ** 2) / (n * (1 - expected) ** 2)
  const half = z95 * Math.sqrt(Math.max(0, variance))
  return {
    n,
    agreement: observed,
    kappa: { value: kappa, low: Math.max(-1, kappa - half), high: Math.min(1, kappa + half) },
  }
}
