import type { EvaluationRequest } from '#shared/evaluation.ts'
import { inForce } from '#core/store/reading/in-force.ts'
import type { Store } from '#core/store/store.ts'

export type Reference = EvaluationRequest['reference']

/** What the reference says of an image, its study and its patient; a label of one never spreads to the others. */
export type LabelsOfCases = {
  readonly imagePositive?: boolean | undefined
  readonly studyPositive?: boolean | undefined
  readonly patientPositive?: boolean | undefined
}

type Case = { readonly image_id: number; readonly study_id: number; readonly patient: number }

/** The reference labels of some images, in their order. */
export function labelsOf(
  store: Store,
  cases: readonly Case[],
  reference: Reference | undefined,
): readonly LabelsOfCases[] {
  if (reference === undefined) return cases.map(() => ({}))
  if ('set' in reference) {
    const find = store
      .sql('SELECT positive FROM reference_labels WHERE set_id = ? AND unit = ? AND target_id = ?')
      .pluck()
    const read = (unit: string, id: number) => toBoolean(find.get(reference.set, unit, id) as number | undefined)
    return cases.map(({ image_id, study_id, patient }) => ({
      imagePositive: read('image', image_id),
      studyPositive: read('study', study_id),
      patientPositive: read('patient', patient),
    }))
  }
  return cases.map(({ study_id }) => ({ studyPositive: verdictOf(store, study_id, reference.readings) }))
}

const toBoolean = (value: number | undefined) => (value === undefined ? undefined : value === 1)

/**
 * What the readings in force say of a study: the verdict of those that count where they agree, else the adjudicator's.
 * Undefined where nobody decided, or where it was not readable. Of `unaided`, only readings committed unaided count.
 */
function verdictOf(store: Store, studyId: number, which: 'unaided' | 'all'): boolean | undefined {
  const rows = store
    .sql(`SELECT r.verdict, r.role, r.unaided FROM readings r WHERE r.study_id = ? AND ${inForce('r')} ORDER BY r.id`)
    .all(studyId) as { verdict: string; role: string; unaided: number }[]
  const counted = rows.filter(({ role, unaided }) => role === 'reader' && (which === 'all' || unaided === 1))
  const verdicts = new Set(counted.map(({ verdict }) => verdict))
  verdicts.delete('technically-limited')
  const [only] = verdicts
  const decided = verdicts.size > 1 ? rows.findLast(({ role }) => role === 'adjudicator')?.verdict : only
  return decided === undefined || decided === 'technically-limited' ? undefined : decided === 'abnormal'
}
