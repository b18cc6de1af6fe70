import { TriageError } from '#shared/errors.ts'
import type { OutputTensor } from '#core/model/model-output.ts'
import type { DeclaredOutput } from './runtime.ts'

/**
 * Refuses, as `bad-output`, an answer that is missing, holds NaN or infinity, or has another shape than the graph
 * declares: such a result is failed and never a score.
 */
export function checkOutputs(
  answers: Readonly<Record<string, OutputTensor>>,
  wanted: readonly string[],
  declared: readonly DeclaredOutput[],
  batch: number | undefined,
): void {
  for (const name of wanted) {
    const answer = answers[name]
    if (answer === undefined) throw bad(`The model gave no output named "${name}".`)
    const shape = declared.find((output) => output.name === name)?.shape ?? []
    checkShape(name, answer, shape, batch)
    checkFinite(name, answer)
  }
}

function checkShape(
  name: string,
  answer: OutputTensor,
  declared: readonly (number | string)[],
  batch: number | undefined,
): void {
  const came = answer.shape.join(' × ')
  const size = answer.shape.reduce((product, length) => product * length, 1)
  if (size !== answer.data.length) throw bad(`Output "${name}" says ${came} and holds ${answer.data.length} values.`)
  if (batch !== undefined && batch > 1 && answer.shape[0] !== batch) {
    throw bad(`Output "${name}" should hold ${batch} images and is ${came}.`)
  }
  // A graph may declare no shape at all: there is nothing to compare then.
  if (declared.length === 0) return
  const expected = declared.map((length) => (typeof length === 'number' ? length : '?')).join(' × ')
  const fits =
    declared.length === answer.shape.length &&
    declared.every((length, axis) => typeof length !== 'number' || length === answer.shape[axis])
  if (!fits) throw bad(`Output "${name}" should be ${expected} and is ${came}.`)
}

function checkFinite(name: string, { data }: OutputTensor): void {
  if (!(data instanceof Float32Array)) return
  const at = data.findIndex((value) => !Number.isFinite(value))
  if (at !== -1) throw bad(`Output "${name}" should hold finite numbers and value ${at} is ${String(data[at])}.`)
}

const bad = (sentence: string) => new TriageError('bad-output', sentence, 'run')
