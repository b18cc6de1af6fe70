import type { Finding } from '#shared/domain.ts'
import type { EvaluationRequest } from '#shared/evaluation.ts'
import type { Box } from '#shared/geometry.ts'

/** One image with a model's score and the reference; the score is absent where nothing judged it. */
export type ImageCase = {
  readonly imageId: number
  readonly studyId: number
  readonly patientId: number
  readonly score?: number | undefined
  readonly positive: boolean
  /** Boxes of the label that the model found, whatever its threshold, and those of the reference where it has any to give. */
  readonly findings?: readonly Finding[] | undefined
  readonly referenceBoxes?: readonly Box[] | undefined
  /** Of a version that is not in use, or of an older preprocessing. */
  readonly stale?: boolean | undefined
  readonly sex?: string | undefined
  readonly ageYears?: number | undefined
  readonly modality?: string | undefined
  readonly view?: string | undefined
  readonly site?: string | undefined
  readonly encoding?: string | undefined
}

/** A case of the unit of analysis. */
export type UnitCase = ImageCase & { readonly cluster: string }

/**
 * Images gathered into the unit of analysis. A unit is positive when the reference calls any of its images so; its score
 * is the highest or the mean of those that were assessed, and absent when none was. Patients stay the clusters.
 */
export function toUnitCases(
  images: readonly ImageCase[],
  { unit, combine }: Pick<EvaluationRequest, 'unit' | 'combine'>,
): UnitCase[] {
  const key = { image: 'imageId', study: 'studyId', patient: 'patientId' } as const
  const groups = Map.groupBy(images, (image) => image[key[unit]])
  return [...groups.values()].map((members): UnitCase => {
    const scores = members.flatMap(({ score }) => score ?? [])
    const [first] = members
    if (first === undefined) throw new Error('a group without members')
    return {
      ...first,
      score: combineScores(scores, combine),
      positive: members.some(({ positive }) => positive),
      cluster: String(first.patientId),
    }
  })
}

function combineScores(scores: readonly number[], combine: EvaluationRequest['combine']): number | undefined {
  if (scores.length === 0) return undefined
  return combine === 'max' ? Math.max(...scores) : scores.reduce((sum, score) => sum + score, 0) / scores.length
}
