import { TriageError } from '#shared/errors.ts'
import { toLabels, withBackground } from '#shared/model-answers.ts'
import type { Draft, SeenOutput, Subject } from '#core/model/import/draft.ts'
import { scoreFloorOf } from '#core/model/import/graph-hints.ts'
import { isBackground, namesFor } from '#core/model/import/labels.ts'
import { preparation } from '#core/model/import/preparation.ts'

/**
 * torchvision's detectors, told by type and rank and never by order, which differs: boxes N × 4, labels N as whole numbers,
 * scores N, perhaps masks N × 1 × H × W.
 */
export async function readTorchvision(subject: Subject): Promise<Draft | undefined> {
  const { seen, input, facts, notes } = subject
  const declared = (name: string) => facts.outputs.find((output) => output.name === name)
  const isOf = (name: string, types: readonly number[]) => types.includes(declared(name)?.elementType ?? 0)
  const isFloat = (name: string) => isOf(name, [1, 10, 11])
  const boxes = seen.find(({ name, shape }) => shape.length === 2 && shape[1] === 4 && isFloat(name))
  const labels = seen.find(({ name, shape }) => shape.length === 1 && isOf(name, [6, 7]))
  const scores = seen.find(({ name, shape }) => shape.length === 1 && isFloat(name))
  if (boxes === undefined || labels === undefined || scores === undefined) return undefined
  const masks = seen.find(({ name, shape }) => shape.length === 4 && isFloat(name))
  notes.because(
    'family',
    'shape',
    'Boxes, labels and scores whose number depends on the image, as torchvision’s detectors give.',
  )
  notes.because(
    'outputs',
    'shape',
    `By type and rank: boxes ${boxes.name}, labels ${labels.name}, scores ${scores.name}.`,
  )
  notes.because(
    'input.scaling',
    'default',
    'torchvision’s detectors take 0 to 1 and resize and normalise inside the graph.',
  )
  const floor = scoreFloorOf(facts)
  notes.because(
    'decoder.scoreFloor',
    floor === undefined ? 'default' : 'constant',
    floor === undefined ? 'Faster R-CNN’s and RetinaNet’s 0.05.' : `The graph compares scores with ${floor}.`,
  )
  const size = await takenSize(subject)
  return {
    family: 'torchvision-detection',
    task: masks === undefined ? 'detection' : 'segmentation',
    input: {
      ...preparation(input.channels, 'zero-one'),
      geometry: size === 'any' ? { kind: 'native' } : { kind: 'stretch', kernel: 'linear' },
    },
    outputs: [
      { role: 'boxes', name: boxes.name },
      { role: 'labels', name: labels.name },
      { role: 'scores', name: scores.name },
      ...(masks === undefined ? [] : [{ role: 'masks' as const, name: masks.name }]),
    ],
    ...(await detectorLabels(subject, labels, floor ?? 0.05)),
  }
}

/** A traced export may fix the size although its input does not say so: it is tried at a second one. */
async function takenSize({ input, notes, runsAt }: Subject): Promise<'any' | 'fixed'> {
  if (input.width !== undefined && input.height !== undefined) return 'fixed'
  if (await runsAt(96, 128)) {
    notes.because('input.geometry', 'probe', 'The graph runs at two sizes: images keep theirs.')
    return 'any'
  }
  throw new TriageError(
    'bad-model',
    'Expected a detector that takes images of any size, as its input says; it runs at one size and not at another. Export it by scripting, or with a fixed size.',
    'run',
  )
}

/**
 * Labels count from 1, 0 being the background, and the file does not name them. Detectors without a class for the background
 * (RetinaNet, FCOS) may have been trained with classes from 0: a 0 that came is asked about.
 */
async function detectorLabels(
  subject: Subject,
  output: SeenOutput,
  scoreFloor: number,
): Promise<Pick<Draft, 'decoder' | 'labels'>> {
  const { notes } = subject
  const beside = namesFor(subject)
  const decoder = { kind: 'torchvision-detection', firstLabel: 1, scoreFloor } as const
  if (beside !== undefined && isBackground(beside.names[0])) {
    notes.because(
      'labels',
      beside.source,
      `${beside.names.length - 1} names from ${beside.detail}, the first for label 1.`,
    )
    return { decoder: { ...decoder, firstLabel: 0 }, labels: withBackground(toLabels(beside.names.slice(1))) }
  }
  const seen = [...numbersOf(output), ...(await numbersOnPlain(subject, output.name))]
  const hasZero = seen.includes(0)
  if (hasZero) {
    notes.because('decoder.firstLabel', 'probe', 'On a test picture the graph gave label 0.')
    notes.ask('decoder.firstLabel', 'What is label 0?', {
      1: 'The background: its boxes are left out, and names count from label 1',
      0: 'The first class: names count from label 0',
    })
  }
  if (beside !== undefined) {
    notes.because('labels', beside.source, `${beside.names.length} names from ${beside.detail}, the first for label 1.`)
    return { decoder, labels: toLabels(beside.names) }
  }
  const highest = seen.reduce((most, value) => Math.max(most, value), 1) + (hasZero ? 1 : 0)
  notes.because('labels', 'default', 'The file names no labels and does not say how many there are.')
  notes.ask(
    'labels',
    'What do the labels stand for, in the order of their numbers? (Names parted by commas, the background left out)',
    {},
  )
  return { decoder, labels: toLabels(Array.from({ length: highest }, (_, i) => `class ${i + 1}`)) }
}

const numbersOf = ({ data }: SeenOutput): number[] => Array.from(data as ArrayLike<number | bigint>, Number)

/** The labels that the graph gives on a dark and on a bright picture. */
async function numbersOnPlain({ input, run }: Subject, output: string): Promise<number[]> {
  const length = input.channels * (input.width ?? 64) * (input.height ?? 64)
  const numbers: number[] = []
  for (const level of [0, 1]) {
    const found = (await run(new Float32Array(length).fill(level))).find(({ name }) => name === output)
    if (found !== undefined) numbers.push(...numbersOf(found))
  }
  return numbers
}
