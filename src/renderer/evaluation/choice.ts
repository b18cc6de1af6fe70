import type { EvaluationRequest, ReferenceSet } from '#shared/evaluation.ts'
import type { InstalledModel } from '#shared/models.ts'

/** What a person chose so far; what they did not choose is taken from what there is. */
export type Choice = Pick<EvaluationRequest, 'unit' | 'combine'> & {
  readonly sha256?: string | undefined
  readonly label?: string | undefined
  /** `set 3`, `unaided` or `all`. */
  readonly reference?: string | undefined
  readonly cohortId?: number | undefined
  readonly subgroup?: EvaluationRequest['subgroup'] | undefined
}

/** Model versions that give scores to evaluate: gates judge images, not findings. */
const evaluable = (models: readonly InstalledModel[]) => models.filter(({ manifest }) => manifest.task !== 'gate')

export function versionsOf(models: readonly InstalledModel[]): { value: string; label: string }[] {
  return evaluable(models).map(({ manifest: { id, version, file } }) => ({
    value: file.sha256,
    label: `${id} ${version}`,
  }))
}

export function labelsOf(models: readonly InstalledModel[], request: EvaluationRequest | undefined): string[] {
  const model = evaluable(models).find(({ manifest }) => manifest.file.sha256 === request?.modelSha256)
  return (model?.manifest.labels ?? []).filter(({ hidden }) => !hidden).map(({ name }) => name)
}

/** The request that a choice stands for; undefined while no model is there. */
export function toRequest(
  choice: Choice,
  models: readonly InstalledModel[],
  sets: readonly ReferenceSet[],
): EvaluationRequest | undefined {
  const known = evaluable(models)
  const model = known.find(({ manifest }) => manifest.file.sha256 === choice.sha256) ?? known[0]
  if (!model) return undefined
  const labels = model.manifest.labels.filter(({ hidden }) => !hidden)
  const label = labels.find(({ name }) => name === choice.label) ?? labels.find(({ flags }) => flags) ?? labels[0]
  if (!label) return undefined
  return {
    modelId: model.manifest.id,
    modelSha256: model.manifest.file.sha256,
    label: label.name,
    reference: toReference(choice.reference ?? (sets[0] ? `set ${sets[0].id}` : 'unaided')),
    unit: choice.unit,
    combine: choice.combine,
    ...(choice.cohortId !== undefined && { cohortId: choice.cohortId }),
    ...(choice.subgroup !== undefined && { subgroup: choice.subgroup }),
  }
}

function toReference(chosen: string): EvaluationRequest['reference'] {
  if (chosen.startsWith('set ')) return { set: Number(chosen.slice(4)) }
  return { readings: chosen === 'all' ? 'all' : 'unaided' }
}
