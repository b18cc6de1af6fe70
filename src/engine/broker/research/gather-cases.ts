import type { EvaluationCase } from '#core/store/index.ts'
import type { ImageCase } from '#core/triage/index.ts'
import type { Engine } from '#engine/broker/start-engine.ts'
import type { EvaluationRequest } from '#shared/evaluation.ts'

const batch = 2_000

/** Whose scores, of which label, on which cases. */
export type CaseQuery = Pick<EvaluationRequest, 'modelId' | 'modelSha256' | 'label' | 'cohortId'> & {
  readonly reference?: EvaluationRequest['reference'] | undefined
}

/** Every image of the store or a cohort with its score, in batches, so that the store serves others in between. */
export async function gatherCases(
  { store }: Engine,
  query: CaseQuery,
): Promise<{ readonly modelSha256: string; readonly cases: readonly EvaluationCase[] }> {
  const cases: EvaluationCase[] = []
  let modelSha256 = ''
  for (let after: number | undefined = 0; after !== undefined;) {
    const found: Awaited<ReturnType<typeof store.evaluationCases>> = await store.evaluationCases({
      ...query,
      after,
      limit: batch,
    })
    cases.push(...found.cases)
    modelSha256 = found.modelSha256
    after = found.next
  }
  return { modelSha256, cases }
}

/**
 * The images that the reference speaks of, with what it says at the unit of analysis: an image's label holds for its study
 * and patient too, a study's for its patient, and never the other way round.
 */
export function toLabelled(cases: readonly EvaluationCase[], unit: EvaluationRequest['unit']): ImageCase[] {
  const studies = known(cases, 'studyId', ({ studyPositive, imagePositive }) => studyPositive ?? imagePositive)
  const patients = known(
    cases,
    'patientId',
    (one) => one.patientPositive ?? studies.get(one.studyId) ?? one.imagePositive,
  )
  return cases.flatMap((one) => {
    const positive =
      unit === 'image' ? one.imagePositive : unit === 'study' ? studies.get(one.studyId) : patients.get(one.patientId)
    return positive === undefined ? [] : [{ ...one, positive }]
  })
}

/** Positive where anything below it is, negative where anything was said and nothing is positive. */
function known(
  cases: readonly EvaluationCase[],
  key: 'studyId' | 'patientId',
  read: (one: EvaluationCase) => boolean | undefined,
): ReadonlyMap<number, boolean> {
  const labels = new Map<number, boolean>()
  for (const one of cases) {
    const positive = read(one)
    if (positive !== undefined) labels.set(one[key], (labels.get(one[key]) ?? false) || positive)
  }
  return labels
}
