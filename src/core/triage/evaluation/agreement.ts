import type { Agreement } from '#shared/evaluation.ts'
import { cohenKappa } from '#core/triage/statistics/kappa.ts'

/** What one reader, or a model, called one study. */
export type Call = { readonly studyId: number; readonly by: string; readonly call: string }

/** Agreement of every two who judged the same studies, in the order of their names. */
export function agreementOf(calls: readonly Call[]): Agreement {
  const byReader = new Map(
    [...Map.groupBy(calls, ({ by }) => by)].map(([by, made]) => [
      by,
      new Map(made.map((one) => [one.studyId, one.call])),
    ]),
  )
  const names = [...byReader.keys()].toSorted()
  const pairs = names.flatMap((a, i) =>
    names.slice(i + 1).flatMap((b) => {
      const [first, second] = [byReader.get(a), byReader.get(b)]
      const both = [...(first ?? [])].flatMap(([studyId, call]): [string, string][] => {
        const other = second?.get(studyId)
        return other === undefined ? [] : [[call, other]]
      })
      if (both.length === 0) return []
      const { kappa, ...rest } = cohenKappa(both)
      return [{ a, b, ...rest, ...(kappa === undefined ? {} : { kappa }) }]
    }),
  )
  return { pairs }
}
