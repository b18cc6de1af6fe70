/** A case with a score and what the reference standard says of it; cases of one patient share a cluster. */
export type ScoredCase = { readonly score: number; readonly positive: boolean; readonly cluster: string }

/** Both kinds of case apart, in the order given. */
export function byReference(cases: readonly ScoredCase[]): {
  readonly positives: readonly ScoredCase[]
  readonly negatives: readonly ScoredCase[]
} {
  return {
    positives: cases.filter(({ positive }) => positive),
    negatives: cases.filter(({ positive }) => !positive),
  }
}
