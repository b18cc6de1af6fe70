import type { Score } from '#shared/domain.ts'
import type { Reason } from '#shared/domain.ts'
import type { Manifest } from '#shared/manifest.ts'

/**
 * Why a gate keeps an image from the model behind it; empty when it lets it pass. Of the gate's labels with a threshold,
 * one that does not flag means *suitable* and at least one such must reach it; one that flags means *unsuitable* and none
 * may. Takes the scores that `toFindings` gave for the gate.
 */
export function judgeGate(scores: readonly Score[], gate: Manifest): readonly Reason[] {
  const judged = scores.flatMap(({ label, score, threshold }) =>
    threshold === undefined ? [] : [{ label, score, threshold, reached: score >= threshold }],
  )
  const flags = (label: string) => gate.labels.some((candidate) => candidate.name === label && candidate.flags)
  const unsuitable = judged.filter(({ label, reached }) => flags(label) && reached)
  const suitable = judged.filter(({ label }) => !flags(label))
  const short = suitable.some(({ reached }) => reached) ? [] : suitable
  return [...unsuitable, ...short].map(({ label, score, threshold }) => ({
    code: 'gate-unsuitable',
    parameters: { gate: gate.id, label, score, threshold },
  }))
}
