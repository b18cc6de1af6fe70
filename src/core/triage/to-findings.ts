import type { Finding, Score } from '#shared/domain.ts'
import type { Predictions } from './predictions.ts'
import type { ThresholdsInUse } from './thresholds-in-use.ts'

/** What is stored of one image and one model: every label's score with its threshold, and the findings. */
export type Judged = { readonly scores: Score[]; readonly findings: Finding[] }

/**
 * Scores against the thresholds in use: a label at or above its threshold is a finding, with its boxes and masks where
 * the model localises. A label without a threshold has a score and never a finding.
 */
export function toFindings(predictions: Predictions, thresholds: ThresholdsInUse): Judged {
  const scores = predictions.scores.map(({ label, score }): Score => {
    const threshold = thresholds[label]
    if (threshold === undefined) return { label, score }
    return { label, score, threshold: threshold.value, thresholdOrigin: threshold.origin }
  })
  const reaches = ({ label, score }: { label: string; score: number }) =>
    score >= (thresholds[label]?.value ?? Number.POSITIVE_INFINITY)
  const localised = predictions.boxes.filter(reaches)
  const boxed = new Set(predictions.boxes.map((box) => box.label))
  const plain = predictions.scores.filter((score) => reaches(score) && !boxed.has(score.label))
  return { scores, findings: [...localised, ...plain.map(({ label, score }) => ({ label, score }))] }
}
