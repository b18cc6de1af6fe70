import type { AnalysisState, Reason } from '#shared/domain.ts'

type Outcome = Exclude<AnalysisState, { state: 'queued' | 'running' }>

/**
 * What a gate's own outcome means for the models behind it: nothing when it found the picture suitable, else the reason
 * why they do not judge it. A gate that could not judge lets nothing through.
 */
export function gateReason(gateId: string, outcome: Outcome | undefined): readonly Reason[] | undefined {
  switch (outcome?.state) {
    case 'done': {
      if (outcome.findings.length > 0) return undefined
      const [score] = outcome.scores
      return [
        {
          code: 'gate-unsuitable',
          parameters: { gate: gateId, score: score?.score ?? 0, threshold: score?.threshold ?? 0 },
        },
      ]
    }
    case 'not-assessed':
      return outcome.reasons
    case 'failed':
      return [{ code: 'failed', parameters: { gate: gateId, kind: outcome.failure.kind } }]
    case undefined:
      return [{ code: 'no-model', parameters: { gate: gateId } }]
  }
}
