import { TriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { ModelOutput } from '#core/model/model-output.ts'
import type { ModelSession } from '#core/model/session/open-session.ts'
import { runModel } from '#core/model/session/run-model.ts'
import { inputShape } from '#core/model/session/zero-tensor.ts'

type Trial = { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array }

/**
 * Runs a model on zeros, ones and noise, and on the noise again: every answer must be finite and of the declared shape, and the
 * same for the same input (goal M6). Gives the answers; refuses with `bad-output` and why.
 */
export async function smokeTest(session: ModelSession): Promise<readonly ModelOutput[]> {
  const outputs: ModelOutput[] = []
  const noise = noiseFor(session.manifest)
  for (const trial of [constant(session.manifest, 'zeros', 0), constant(session.manifest, 'ones', 1), noise]) {
    const [output] = await runModel(session, [trial]).catch((error: unknown) => {
      if (error instanceof TriageError)
        throw new TriageError(error.kind, `On ${trial.name}: ${error.message}`, error.stage, { cause: error })
      throw error
    })
    if (output !== undefined) outputs.push(output)
  }
  const [again] = await runModel(session, [noise])
  const first = outputs.at(-1)
  if (first === undefined || again === undefined || !isSame(first, again)) {
    throw new TriageError(
      'bad-output',
      'Expected the same answer to the same image twice; the model gave another.',
      'run',
    )
  }
  return outputs
}

function constant({ input }: Manifest, name: string, value: number): Trial {
  const shape = inputShape(input)
  return { name, shape, data: new Float32Array(lengthOf(shape)).fill(value) }
}

/** Grey levels without a pattern, in the range that the manifest feeds. */
function noiseFor({ input }: Manifest): Trial {
  const { scaling } = input
  const [low, high] = scaling.kind === 'per-image-standardise' ? [-2, 2] : [scaling.low, scaling.high]
  const shape = inputShape(input)
  let state = 7
  const data = Float32Array.from({ length: lengthOf(shape) }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return ((state / 2 ** 32) * (high - low) + low - (input.mean[0] ?? 0)) / (input.std[0] ?? 1)
  })
  return { name: 'noise', shape, data }
}

const lengthOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1)

function isSame(a: ModelOutput, b: ModelOutput): boolean {
  return Object.entries(a.tensors).every(([name, { data, shape }]) => {
    const other = b.tensors[name]
    return (
      other !== undefined &&
      other.shape.join() === shape.join() &&
      data.every((value: number | bigint, i: number) => value === other.data[i])
    )
  })
}
