import { TriageError } from '#shared/errors.ts'
import type { WorklistSort } from '#shared/worklist.ts'

/** The columns a list is ordered by, the study's own number last, so that every row has one place. */
export type Order = { readonly keys: readonly string[]; readonly descending: boolean }

/** A shuffle of study numbers by a seed, in SQL: two modular squares, which no two seeds share. */
function shuffled(seed: number): string {
  const prime = 2_147_483_647
  const x = `((w.study_id * 48271 + ${(seed % prime) + 1}) % ${prime})`
  return `((${x} * ${x} % ${prime}) * 16807 + ${x} * ${(seed % 1_000_003) + 7}) % ${prime}`
}

export function toOrder({ by, descending, seed }: WorklistSort): Order {
  switch (by) {
    case 'triage':
      return { keys: ['w.group_rank', 'w.level_order', 'w.acquired_order', 'w.study_id'], descending }
    case 'acquired':
      return { keys: ['w.acquired_order', 'w.study_id'], descending }
    case 'arrived':
      return { keys: ['w.study_id'], descending }
    case 'patient':
      return { keys: ['w.patient_order', 'w.study_id'], descending }
    case 'modality':
      return { keys: ['w.modality', 'w.study_id'], descending }
    case 'score':
      return { keys: ['w.score_order', 'w.study_id'], descending }
    case 'random':
      return { keys: [shuffled(seed ?? 0), 'w.study_id'], descending: false }
  }
}

/** Where the next page begins, as an opaque text. */
export const toNext = (values: readonly unknown[]): string => Buffer.from(JSON.stringify(values)).toString('base64url')

/** The key behind such a text; refuses one that was not made for this order. */
export function fromNext(next: string, count: number): readonly (string | number)[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(next, 'base64url').toString())
    const fits = Array.isArray(values) && values.length === count
    if (fits && values.every((value) => typeof value === 'string' || typeof value === 'number')) return values
  } catch {
    // Falls through to the refusal.
  }
  throw new TriageError('bad-argument', 'Expected the key of a next page as it was given; it is another text.', 'store')
}
