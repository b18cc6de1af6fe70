import type { ModelOutput } from '#core/model/index.ts'
import type { Assessed, AssessRequest } from '#core/pipeline/ports.ts'
import { judgeGate, toFindings, toModelPredictions } from '#core/triage/index.ts'
import { isTriageError } from '#shared/errors.ts'

/** A model's answer on one image against the thresholds in use; an answer that cannot be read is that image's failure. */
export function judgeOutput(
  { manifest, thresholds }: AssessRequest['model'],
  output: ModelOutput,
  { tensor, image }: AssessRequest['inputs'][number],
): Assessed['results'][number] {
  try {
    const judged = toFindings(
      toModelPredictions({ output, manifest, imageToModel: tensor.imageToModel, image }),
      thresholds,
    )
    return { ...judged, blocks: manifest.task === 'gate' ? judgeGate(judged.scores, manifest) : [] }
  } catch (error) {
    if (!isTriageError(error)) throw error
    return { failure: error.toFailure() }
  }
}
