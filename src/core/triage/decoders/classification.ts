import type { Manifest } from '#shared/manifest.ts'
import type { Predictions } from '#core/triage/predictions.ts'
import { operatingPointNorm, sigmoid, softmax } from './activations.ts'
import { asProbability, badOutput, floatsOf, type DecoderInput } from './decoder-input.ts'

type Classification = Extract<Manifest['decoder'], { kind: 'classification' }>

/**
 * One score a label from a vector of logits or probabilities. Where the manifest brings a calibration, the score is
 * Platt's sigmoid(slope · logit + intercept) (Platt 1999) in place of the plain sigmoid.
 */
export function decodeClassification(input: DecoderInput, decoder: Classification): Predictions {
  const { labels } = input.manifest
  const { data } = floatsOf(input, 'scores', vectorRank(input))
  if (data.length !== labels.length) {
    throw badOutput(`The model should give ${labels.length} scores, one a label, and gave ${data.length}.`)
  }
  const scores = toScores(data, decoder, input.manifest)
  return {
    scores: labels.flatMap(({ name, hidden }, i) => (hidden ? [] : [{ label: name, score: scores[i] ?? 0 }])),
    boxes: [],
  }
}

/** Vectors come as N × K, as K, or as N × K × 1 × 1 after a pooling that keeps its axes. */
function vectorRank({ output, manifest }: DecoderInput): number {
  const name = manifest.outputs.find((binding) => binding.role === 'scores')?.name ?? ''
  const shape = output.tensors[name]?.shape ?? []
  return shape.length === 4 && shape[2] === 1 && shape[3] === 1 ? 3 : 1
}

function toScores(values: Float32Array, decoder: Classification, manifest: Manifest): number[] {
  const probabilities = activate(values, decoder, manifest)
  const { opNorm } = decoder
  return opNorm === undefined ? probabilities : probabilities.map((p, i) => operatingPointNorm(p, opNorm[i]))
}

function activate(values: Float32Array, { activation }: Classification, { calibration }: Manifest): number[] {
  switch (activation) {
    case 'softmax':
      return [...softmax(values)]
    case 'sigmoid':
      return Array.from(values, (logit) =>
        sigmoid(calibration === undefined ? logit : calibration.slope * logit + calibration.intercept),
      )
    case 'none':
      return Array.from(values, (value) => asProbability(value, 'A score'))
  }
}
