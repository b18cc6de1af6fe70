import type { Draft, SeenOutput, Subject } from '#core/model/import/draft.ts'
import { tailOf } from '#core/model/import/graph-hints.ts'
import { isBackground, labelsFor, namesFor } from '#core/model/import/labels.ts'
import { askedPreparation } from '#core/model/import/preparation.ts'

/** A network whose output is a map a class: K × H × W, or H × W × K where the image has its channels last too. */
export function readSegmentation(subject: Subject): Draft | undefined {
  const { seen, notes, input, facts } = subject
  const channelsLast = input.layout === 'NHWC'
  const classesOf = ({ shape }: SeenOutput) => shape[channelsLast ? 3 : 1] ?? 0
  const map = seen.find(({ name }) => name === 'out') ?? seen[0]
  if (map === undefined || seen.some((output) => !isMap(output, channelsLast) || classesOf(output) !== classesOf(map)))
    return undefined
  if (seen.length > 1) {
    notes.because('outputs', 'names', `${seen.length} maps come out; ${map.name} is taken for the result.`)
    const others = [map, ...seen.filter((output) => output !== map)]
    notes.ask(
      'outputs',
      'Which output is the result?',
      Object.fromEntries(others.map(({ name, shape }) => [name, shape.join(' × ')])),
    )
  }
  const count = classesOf(map)
  const tail = tailOf(facts, map.name)
  notes.because('family', 'shape', `One output of ${map.shape.join(' × ')}: a map a class.`)
  const labels = labelsFor(count, namesFor(subject), notes)
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
    decoder: {
      kind: 'segmentation',
      activation,
      ...(background === -1 ? {} : { background }),
      ...(channelsLast ? { channelsLast } : {}),
    },
    labels,
  }
}

/** Classes over at least four cells of a picture. */
const isMap = ({ shape, data }: SeenOutput, channelsLast: boolean) => {
  const [batch, second = 0, third = 0, fourth = 0] = shape
  const cells = channelsLast ? second * third : third * fourth
  return data instanceof Float32Array && shape.length === 4 && batch === 1 && cells >= 4
}
