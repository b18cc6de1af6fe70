import { TriageError } from '#shared/errors.ts'
import type { Draft, Subject } from '#core/model/import/draft.ts'
import { tailOf } from '#core/model/import/graph-hints.ts'
import { isBackground, labelsFor, namesBeside } from '#core/model/import/labels.ts'
import { askedPreparation } from '#core/model/import/preparation.ts'

/** A network whose one output is a map a class: K × H × W. */
export function readSegmentation(subject: Subject): Draft | undefined {
  const { seen, notes, input, facts, sidecars } = subject
  const [map] = seen
  if (map === undefined || seen.length > 1 || map.shape.length !== 4 || (map.shape[2] ?? 0) * (map.shape[3] ?? 0) < 4)
    return undefined
  if (input.layout === 'NHWC') {
    throw new TriageError(
      'bad-model',
      `Expected maps with the class axis before height and width; ${map.shape.join(' × ')} came. Export with channels first.`,
      'run',
    )
  }
  const count = map.shape[1] ?? 0
  const tail = tailOf(facts, map.name)
  notes.because('family', 'shape', `One output of ${map.shape.join(' × ')}: a map a class.`)
  const labels = labelsFor(count, namesBeside(sidecars), notes)
  const background = labels.findIndex(({ name }) => isBackground(name))
  const activation = tail === 'sigmoid' || tail === 'softmax' ? 'none' : count === 1 ? 'sigmoid' : 'softmax'
  if (tail === 'sigmoid') notes.because('decoder.activation', 'shape', 'The graph ends in a sigmoid.')
  else if (tail === 'softmax')
    notes.because('decoder.activation', 'shape', 'The graph ends in a softmax: the highest class of a cell wins.')
  else if (count === 1) notes.because('decoder.activation', 'shape', 'One map alone is read with a sigmoid.')
  else {
    notes.because('decoder.activation', 'default', 'Classes of a map mostly exclude each other.')
    notes.ask('decoder.activation', 'May a pixel belong to several classes?', {
      softmax: 'No: the highest class wins',
      sigmoid: 'Yes: each class by itself',
    })
  }
  return {
    family: 'segmentation-map',
    task: 'segmentation',
    input: askedPreparation(
      input.channels,
      input.channels === 1 ? 'zero-one' : 'imagenet',
      'Nothing in the graph or beside it tells the range of grey levels.',
      notes,
    ),
    outputs: [{ role: 'segmentation', name: map.name }],
    decoder: { kind: 'segmentation', activation, ...(background === -1 ? {} : { background }) },
    labels,
  }
}
