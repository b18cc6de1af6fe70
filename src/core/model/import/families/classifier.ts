import { TriageError } from '#shared/errors.ts'
import type { Draft, SeenOutput, Subject } from '#core/model/import/draft.ts'
import { headHint, tailOf } from '#core/model/import/graph-hints.ts'
import { labelsFor, namesFor } from '#core/model/import/labels.ts'
import { askedPreparation, askGeometry, preparation } from '#core/model/import/preparation.ts'
import { mapsBeside } from './class-maps.ts'

/** Any classifier: one image in, one vector of scores out. What the graph does not tell is asked. */
export async function readClassifier(subject: Subject): Promise<Draft | undefined> {
  const { seen, notes, input, facts } = subject
  const corners = seen.find(({ shape }) => shape.length === 3 && shape[2] === 4)
  if (corners !== undefined) {
    throw new TriageError(
      'bad-model',
      `Expected a classifier or a detector of a family that Firstlook knows; this one gives boxes ${corners.name.slice(0, 40)} (${corners.shape.join(' × ')}) beside scores, as TensorFlow's and TensorRT's detectors do, and these are not supported.`,
      'run',
    )
  }
  const vectors = seen.filter((output) => countOf(output) !== undefined)
  const scores = vectors.find(({ name }) => /logit|prob|score|pred|output|dense|class/i.test(name)) ?? vectors[0]
  const count = scores && countOf(scores)
  if (scores === undefined || count === undefined) return undefined
  const isKeras = input.layout === 'NHWC' || /tf2onnx|keras/i.test(facts.producer)
  notes.because('family', 'shape', `One vector of ${count} values for an image${isKeras ? ', from TensorFlow' : ''}.`)
  if (vectors.length > 1) {
    notes.because('outputs', 'names', `${vectors.length} vectors come out; ${scores.name} is taken for the scores.`)
    notes.ask(
      'outputs',
      'Which output holds the scores?',
      Object.fromEntries(vectors.map(({ name, shape }) => [name, shape.join(' × ')])),
    )
  }
  const maps = await mapsBeside(subject, scores)
  return {
    family: isKeras ? 'keras-tf2onnx' : 'generic-classifier',
    task: 'classification',
    input: prepared(subject, isKeras),
    outputs: [{ role: 'scores', name: scores.name }, ...maps],
    decoder: { kind: 'classification', activation: activationOf(subject, scores, count) },
    labels: labelsFor(count, namesFor(subject), notes),
  }
}

/** Length of an output that is a vector for each image. */
function countOf({ shape, data }: SeenOutput): number | undefined {
  if (!(data instanceof Float32Array)) return undefined
  const [batch, count] = shape
  if (shape.length === 1) return batch
  if (shape.length === 2 && batch === 1) return count
  return shape.length === 4 && batch === 1 && shape[2] === 1 && shape[3] === 1 ? count : undefined
}

function activationOf({ facts, notes }: Subject, scores: SeenOutput, count: number): 'none' | 'sigmoid' | 'softmax' {
  const field = 'decoder.activation'
  const tail = tailOf(facts, scores.name)
  if (tail === 'sigmoid' || tail === 'softmax') {
    notes.because(field, 'shape', `The graph ends in a ${tail}: the outputs are probabilities already.`)
    return 'none'
  }
  if (tail === 'log-softmax') {
    notes.because(field, 'shape', 'The graph ends in a log-softmax: a softmax makes probabilities of it.')
    return 'softmax'
  }
  const values = [...(scores.data as Float32Array)]
  const within = values.every((value) => value >= 0 && value <= 1)
  const choices = {
    softmax: 'Logits of classes that exclude each other: softmax',
    sigmoid: 'Logits of findings that may stand together: sigmoid each',
    none: 'Probabilities already',
  }
  if (tail === 'linear' && count === 1) {
    notes.because(field, 'shape', 'One output alone from a linear layer is read with a sigmoid.')
    return 'sigmoid'
  }
  const guess = tail === 'unknown' && within ? 'none' : count === 1 ? 'sigmoid' : 'softmax'
  notes.because(
    field,
    tail === 'linear' ? 'shape' : 'probe',
    tail === 'linear'
      ? 'The graph ends in a linear layer: the outputs are logits.'
      : `On a test picture the outputs lie ${within ? 'within' : 'outside'} 0 to 1.`,
  )
  notes.ask(
    field,
    'How are the outputs read?',
    Object.fromEntries([
      [guess, choices[guess]],
      ...Object.entries(choices).filter(([name]) => name !== guess && (tail !== 'linear' || name !== 'none')),
    ]),
  )
  return guess
}

function prepared({ facts, input, notes, sidecars }: Subject, isKeras: boolean): Draft['input'] {
  if (input.elementType === 'uint8') {
    notes.because('input.scaling', 'shape', 'The input is of 8-bit whole numbers: 0 to 255.')
    askGeometry('stretch', notes)
    return preparation(input.channels, '0-255')
  }
  const hint = headHint(facts, input.name)
  if (hint !== undefined) {
    notes.because(
      'input.scaling',
      'constant',
      `The first constant of the graph belongs to an input of ${hint.replaceAll('-', ' ')}.`,
    )
    askGeometry('stretch', notes)
    return preparation(input.channels, hint)
  }
  // Teachable Machine counts the lines of its labels.txt and takes -1..1.
  const teachable = isKeras && sidecars.labels?.file === 'labels.txt' && input.width === 224
  const preset = teachable ? 'minus-one-one' : isKeras || input.channels === 1 ? 'zero-one' : 'imagenet'
  return askedPreparation(
    input.channels,
    preset,
    'Nothing in the graph or beside it tells the range of grey levels.',
    notes,
  )
}
