import { TriageError } from '#shared/errors.ts'
import type { ModelFacts } from '#core/model/onnx/model-facts.ts'
import { imageOf } from '#core/model/session/batch.ts'
import { runtimeReason } from '#core/model/session/runtime-reason.ts'
import type { RuntimeSession } from '#core/model/session/runtime.ts'
import type { SeenOutput, Subject } from './draft.ts'
import type { Notes } from './notes.ts'

/** The shape of a tensor of images; 64 pixels a side where the graph takes any. */
export function tensorShape(input: Subject['input'], batch = input.batch): number[] {
  const [height, width] = [input.height ?? 64, input.width ?? 64]
  switch (input.layout) {
    case 'NCHW':
      return [batch, input.channels, height, width]
    case 'NHWC':
      return [batch, height, width, input.channels]
    case 'CHW':
      return [input.channels, height, width]
  }
}

/** Runs the graph on one image, or on as many as `batch` says; refuses, as `bad-model`, a graph that does not run. */
export function runner(session: RuntimeSession, input: Subject['input'], facts: ModelFacts) {
  return async (data: Float32Array, batch = input.batch): Promise<readonly SeenOutput[]> => {
    try {
      const all = input.batch === 1 ? data : repeated(data, input.batch)
      const fed = { [input.name]: { elementType: input.elementType, data: all, shape: tensorShape(input, batch) } }
      const answers = await session.run(
        fed,
        facts.outputs.map(({ name }) => name),
      )
      return facts.outputs.flatMap(({ name }) => {
        const answer = answers[name]
        if (answer === undefined) return []
        const isBatched = input.batch > 1 && answer.shape[0] === input.batch
        return [{ name, ...(isBatched ? imageOf(answer, 0, input.batch) : answer) }]
      })
    } catch (cause) {
      throw new TriageError(
        'bad-model',
        `The model does not run on an image of ${tensorShape(input).join(' × ')}: ${runtimeReason(cause)}`,
        'run',
        { cause },
      )
    }
  }
}

/** Whether the graph runs on an input of this shape. */
export function runs(session: RuntimeSession, input: Subject['input'], facts: ModelFacts): Promise<boolean> {
  const run = runner(session, input, facts)
  return run(noise(input)).then(
    () => true,
    () => false,
  )
}

function repeated(data: Float32Array, times: number): Float32Array {
  const all = new Float32Array(data.length * times)
  for (let i = 0; i < times; i++) all.set(data, i * data.length)
  return all
}

/** Values within 0..1 without a pattern, the same each time; of one image. */
export function noise(input: Subject['input'], seed = 1): Float32Array {
  const length = tensorShape(input, 1).reduce((product, side) => product * side, 1)
  let state = seed
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  })
}

/** Whether two images together give what each gives alone: a free batch axis does not promise it. */
export async function takesBatches(
  session: RuntimeSession,
  input: Subject['input'],
  facts: ModelFacts,
  alone: readonly SeenOutput[],
  notes: Notes,
): Promise<boolean> {
  if (!input.freeBatch || input.layout === 'CHW') return false
  const first = noise(input)
  const pair = new Float32Array(2 * first.length)
  pair.set(noise(input, 2))
  pair.set(first, first.length)
  const together = await runner(session, input, facts)(pair, 2).catch(() => [])
  const same = alone.every(({ name, data }) => {
    const both = together.find((output) => output.name === name)?.data
    if (both?.length !== 2 * data.length) return false
    return data.every(
      (value: number | bigint, i: number) =>
        Math.abs(Number(value) - Number(both[data.length + i])) <= 1e-3 * Math.max(1, Math.abs(Number(value))),
    )
  })
  notes.because(
    'input.dynamicBatch',
    'probe',
    same
      ? 'Two images together give what each gives alone.'
      : 'Images are fed one at a time: two together did not give what each gives alone.',
  )
  return same
}
