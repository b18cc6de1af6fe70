import type { Manifest } from '#shared/manifest.ts'
import { normalisations, toLabels } from '#shared/model-answers.ts'
import type { Draft, SeenOutput, Subject } from '#core/model/import/draft.ts'
import { headHint, tailOf } from '#core/model/import/graph-hints.ts'
import { namesBeside } from '#core/model/import/labels.ts'
import { bestRange } from '#core/model/import/probe-ranges.ts'
import { preparation } from '#core/model/import/preparation.ts'
import { mapsBeside } from './class-maps.ts'
import { pathologies, recogniseThresholds } from './torchxrayvision-weights.ts'

/**
 * TorchXRayVision's classifiers: one channel in, 18 pathologies out. The exports in the wild end in operating-point
 * normalisation, in a sigmoid or in logits, and take −1024..1024 or −1..1.
 */
export async function readTorchXRayVision(subject: Subject): Promise<Draft | undefined> {
  const { input, seen, notes, sidecars, facts } = subject
  const scores = seen.find(({ shape }) => shape.length === 2 && shape[1] === pathologies.length)
  if (scores === undefined || input.channels !== 1 || input.layout !== 'NCHW' || namesBeside(sidecars) !== undefined)
    return undefined
  const known = [...facts.constants.values()]
    .map(({ values }) => recogniseThresholds(values ?? []))
    .filter((found) => found !== undefined)
    .toSorted((a, b) => Number(b.name !== undefined) - Number(a.name !== undefined))[0]
  const identified = known?.name !== undefined
  if (identified)
    notes.because('family', 'constant', `The operating thresholds of the weights "${known.name}" stand in the graph.`)
  else {
    notes.because('family', 'shape', 'One channel in and 18 outputs, as TorchXRayVision has.')
    notes.ask('labels', 'Are the 18 outputs the pathologies of TorchXRayVision?', {
      [pathologies.join(', ')]: 'Yes, in its order',
    })
  }
  const labels = toLabels(pathologies).map((label, i) => {
    const hidden = identified && known.trained[i] === false
    return { ...label, hidden, flags: !hidden }
  })
  notes.because(
    'labels',
    identified ? 'constant' : 'default',
    labels.some(({ hidden }) => hidden)
      ? 'Outputs without a threshold were not trained in these weights and are hidden.'
      : 'The 18 pathologies in TorchXRayVision’s order.',
  )
  const normalised = isNormalised(subject, known, scores)
  return {
    family: 'torchxrayvision',
    task: 'classification',
    input: await prepared(subject, scores.name),
    outputs: [{ role: 'scores', name: scores.name }, ...(await mapsBeside(subject, scores))],
    decoder: { kind: 'classification', activation: normalised ? 'none' : activationOf(subject, scores) },
    labels,
    ...(normalised ? { thresholds: operatingPoint(labels) } : {}),
    scope: {
      modalities: ['CR', 'DX', 'RG'],
      bodyParts: ['CHEST', 'THORAX'],
      views: ['PA', 'AP'],
      colour: 'any',
      multiFrame: false,
      strict: [],
    },
    description: 'Chest radiograph classifier of TorchXRayVision.',
  }
}

/** Whether the graph itself puts each operating point at 0.5. */
function isNormalised(
  { facts, notes }: Subject,
  known: ReturnType<typeof recogniseThresholds>,
  scores: SeenOutput,
): boolean {
  const tail = tailOf(facts, scores.name)
  // Thresholds of unknown weights may be any 18 numbers; those of known ones are there because the graph uses them.
  const uncertain = known?.name === undefined && tail === 'linear'
  if (known === undefined || uncertain || tail === 'sigmoid') return false
  notes.because(
    'decoder.activation',
    'constant',
    'The graph ends in operating-point normalisation: 0.5 is the operating point, not a probability.',
  )
  return true
}

function activationOf({ facts, notes }: Subject, scores: SeenOutput): 'none' | 'sigmoid' {
  const tail = tailOf(facts, scores.name)
  const values = [...(scores.data as Float32Array)]
  const probable = tail === 'sigmoid' || (tail === 'unknown' && values.every((value) => value >= 0 && value <= 1))
  notes.because(
    'decoder.activation',
    tail === 'unknown' ? 'probe' : 'shape',
    probable
      ? 'The outputs are probabilities already.'
      : 'The graph ends in a linear layer: a sigmoid makes the scores.',
  )
  if (tail === 'unknown')
    notes.ask('decoder.activation', 'Are the outputs logits or probabilities?', {
      none: 'Probabilities',
      sigmoid: 'Logits',
    })
  return probable ? 'none' : 'sigmoid'
}

async function prepared(subject: Subject, scores: string): Promise<Draft['input']> {
  const { facts, input, notes } = subject
  const hint = headHint(facts, input.name)
  const probed =
    hint === undefined
      ? await bestRange(subject, scores, ['minus-1024-1024', 'minus-one-one', '0-255', 'zero-one'])
      : undefined
  // A graph that multiplies by 1024 first takes -1..1.
  const preset = hint === 'minus-one-one' ? 'minus-one-one' : 'minus-1024-1024'
  if (hint === 'minus-one-one')
    notes.because('input.scaling', 'constant', 'The graph multiplies its input by 1024 first: it takes −1 to 1.')
  else
    notes.because(
      'input.scaling',
      'default',
      `TorchXRayVision takes −1024 to 1024.${probed === undefined ? '' : ` ${probed.report}`}`,
    )
  if (probed !== undefined && probed.best !== preset) {
    notes.ask(
      'input.scaling',
      `Which grey levels does this export take? ${probed.report}`,
      Object.fromEntries(
        [preset, probed.best, 'minus-one-one', '0-255', 'zero-one'].map((name) => [
          name,
          normalisations[name]?.meaning ?? name,
        ]),
      ),
    )
  }
  return {
    ...preparation(1, preset),
    pixelSource: 'stored',
    geometry: { kind: 'center-crop', kernel: 'linear' },
  }
}

function operatingPoint(labels: Manifest['labels']): Manifest['thresholds'] {
  const point = {
    value: 0.5,
    origin: 'author',
    basis: 'Operating point of the published weights, put at 0.5 inside the graph.',
  } as const
  return Object.fromEntries(labels.filter(({ hidden }) => !hidden).map(({ name }) => [name, { default: point }]))
}
