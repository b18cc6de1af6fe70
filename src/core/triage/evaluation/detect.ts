import type { Evaluation } from '#shared/evaluation.ts'
import { averagePrecisionAt50, type DetectionCase, frocCurve } from '#core/triage/statistics/detection.ts'
import type { ImageCase } from './evaluation-case.ts'

/** Boxes against those of the reference, image by image whatever the unit; undefined where the reference holds no box. */
export function detection(images: readonly ImageCase[]): Evaluation['detection'] {
  const cases = images.flatMap(({ score, findings = [], referenceBoxes }): DetectionCase[] => {
    if (score === undefined || referenceBoxes === undefined) return []
    return [
      {
        found: findings.flatMap(({ box, score: own }) => (box ? [{ box, score: own }] : [])),
        reference: referenceBoxes,
      },
    ]
  })
  const ap50 = averagePrecisionAt50(cases)
  if (ap50 === undefined) return undefined
  const boxes = cases.reduce((sum, { reference }) => sum + reference.length, 0)
  return { images: cases.length, boxes, ap50, froc: frocCurve(cases) }
}
