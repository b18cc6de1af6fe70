import type { ThresholdsInUse } from '#core/triage/index.ts'
import type { AnalysisState, Finding } from '#shared/domain.ts'

/**
 * A stored result under the thresholds in use today: scores carry them, and findings are what reaches them. The stored
 * result stays as it was; a box that the model's own floor dropped cannot come back, so such a label is found without one.
 */
export function applyThresholds(analysis: AnalysisState, thresholds: ThresholdsInUse): AnalysisState {
  if (analysis.state !== 'done') return analysis
  const thresholdOf = (label: string) => thresholds[label]?.value ?? Number.POSITIVE_INFINITY
  const scores = analysis.scores.map(({ label, score }) => {
    const threshold = thresholds[label]
    return threshold
      ? { label, score, threshold: threshold.value, thresholdOrigin: threshold.origin }
      : { label, score }
  })
  const kept = analysis.findings.filter(({ label, score }) => score >= thresholdOf(label))
  const found = new Set(kept.map(({ label }) => label))
  const plain = scores.filter(({ label, score }) => score >= thresholdOf(label) && !found.has(label))
  const added = plain.map(({ label, score }): Finding => ({ label, score }))
  return { ...analysis, scores, findings: [...kept, ...added] }
}
