import type { Tensor } from '#core/image/tensor.ts'
import { TriageError } from '#shared/errors.ts'
import type { ModelOutput, OutputTensor } from '#core/model/model-output.ts'
import { fedCount, fromBatch, toBatches, toRuntimeInput } from './batch.ts'
import { checkOutputs } from './check-output.ts'
import type { ModelSession } from './open-session.ts'
import { runtimeReason } from './runtime-reason.ts'

/**
 * Runs tensors through a model and gives each one's outputs, in order, checked to be finite and of the declared shape.
 * Off the CPU, tensors of one shape go through together where the graph allows it; on it, one by one: as fast, and what
 * came along with an image would change the last bits of its scores. A provider other than the CPU that fails is
 * dropped with a notice and the batch is run again on the next; read the session's device after the run.
 */
export async function runModel(
  session: ModelSession,
  tensors: readonly Pick<Tensor, 'shape' | 'data'>[],
): Promise<readonly ModelOutput[]> {
  const outputs: ModelOutput[] = []
  const together = session.device.provider !== 'cpu'
  for (const batch of toBatches(tensors, session.manifest, together)) outputs.push(...(await runBatch(session, batch)))
  return outputs
}

async function runBatch(
  session: ModelSession,
  batch: readonly Pick<Tensor, 'shape' | 'data'>[],
): Promise<readonly ModelOutput[]> {
  const { manifest } = session
  const input = toRuntimeInput(manifest, batch)
  const wanted = manifest.outputs.map((output) => output.name)
  const answers = await answerOrDrop(session, { [manifest.input.name]: input }, wanted)
  const fed = fedCount(manifest, batch.length)
  checkOutputs(answers, wanted, session.native.outputs, fed)
  return fromBatch(answers, batch.length, fed)
}

async function answerOrDrop(
  session: ModelSession,
  inputs: Parameters<ModelSession['native']['run']>[0],
  wanted: readonly string[],
): Promise<Readonly<Record<string, OutputTensor>>> {
  for (;;) {
    try {
      return await session.native.run(inputs, wanted)
    } catch (error) {
      if (session.device.provider === 'cpu') {
        throw new TriageError('bad-model', `The model failed on this image: ${runtimeReason(error)}`, 'run', {
          cause: error,
        })
      }
      await session.dropProvider(runtimeReason(error))
    }
  }
}
