import type { Reason } from '#shared/domain.ts'
import type { Judgement } from './judge.ts'

/**
 * What a gate's own judgement means for the models behind it: nothing when it found the picture suitable, else the reasons
 * why they do not judge it. A gate that could not judge lets nothing through.
 */
export function gateReasons(gateId: string, gate: Judgement | undefined): readonly Reason[] {
  switch (gate?.analysis.state) {
    case 'done':
      return gate.blocks
    case 'not-assessed':
      return gate.analysis.reasons
    case 'failed':
      return [{ code: 'failed', parameters: { gate: gateId, kind: gate.analysis.failure.kind } }]
    case undefined:
      return [{ code: 'no-model', parameters: { gate: gateId } }]
  }
}
