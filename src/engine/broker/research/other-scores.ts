import type { EvaluationCase } from '#core/store/index.ts'
import { TriageError } from '#shared/errors.ts'
import type { EvaluationRequest } from '#shared/evaluation.ts'

type Unit = EvaluationRequest['unit']
type Scored = { readonly target: { readonly unit: Unit; readonly id: number }; readonly score: number }

const order = ['image', 'study', 'patient'] as const
const keys = { image: 'imageId', study: 'studyId', patient: 'patientId' } as const

/**
 * The same cases with scores of other software in the place of the model's; a case without one was not assessed by it. Refuses
 * scores of a larger unit than the one of analysis: those of a patient are not spread over the images.
 */
export function withScores(
  cases: readonly EvaluationCase[],
  scores: readonly Scored[],
  unit: Unit,
): readonly EvaluationCase[] {
  const coarsest = Math.max(...scores.map(({ target }) => order.indexOf(target.unit)))
  if (coarsest > order.indexOf(unit)) {
    const sentence = `Expected scores of each ${unit}; came scores of each ${order[coarsest]}.`
    throw new TriageError('bad-labels', sentence, 'door')
  }
  const found = new Map(scores.map(({ target, score }) => [`${target.unit}/${target.id}`, score]))
  return cases.map((one) => ({
    ...one,
    score: order.map((key) => found.get(`${key}/${one[keys[key]]}`)).find(Number.isFinite),
  }))
}
