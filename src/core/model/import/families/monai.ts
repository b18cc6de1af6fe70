import { TriageError } from '#shared/errors.ts'
import type { Draft, SeenOutput, Subject } from '#core/model/import/draft.ts'
import { isRecord, type JsonRecord } from '#core/model/import/dropped-files.ts'
import { tailOf } from '#core/model/import/graph-hints.ts'
import { namesOf } from '#core/model/import/label-files.ts'
import { isBackground, labelsFor, namesBeside } from '#core/model/import/labels.ts'
import { askedPreparation, preparation } from '#core/model/import/preparation.ts'
import { listsTransforms, readMonaiActivation, readMonaiTransforms } from './monai-transforms.ts'

/** A MONAI bundle: `inference.json` says how images are prepared, `metadata.json` what the outputs are. */
export function readMonai(subject: Subject): Draft | undefined {
  const { sidecars, seen, notes } = subject
  const format = record(sidecars.metadata?.['network_data_format'])
  if (sidecars.metadata === undefined || format === undefined) return undefined
  notes.because('family', 'sidecar', 'metadata.json describes a network_data_format, as MONAI bundles do.')
  const [output] = seen
  if (output === undefined || seen.length > 1) {
    throw new TriageError(
      'bad-model',
      `Expected a bundle with one output; ${seen.length} came. Raw class and box maps are decoded outside the file and are not supported.`,
      'run',
    )
  }
  const isMap = output.shape.length === 4 && (output.shape[2] ?? 0) * (output.shape[3] ?? 0) > 1
  const count = output.shape[1] ?? 1
  const labels = labelsFor(count, channelNames(format) ?? namesBeside(sidecars), notes)
  const activation = activationOf(subject, output, count)
  const background = labels.findIndex(({ name }) => isBackground(name))
  return {
    family: 'monai-bundle',
    task: isMap ? 'segmentation' : 'classification',
    input: prepared(subject),
    outputs: [{ role: isMap ? 'segmentation' : 'scores', name: output.name }],
    decoder: isMap
      ? { kind: 'segmentation', activation, ...(background === -1 ? {} : { background }) }
      : { kind: 'classification', activation },
    labels,
    ...descriptions(sidecars.metadata),
  }
}

function prepared({ sidecars, input, notes }: Subject): Draft['input'] {
  if (!listsTransforms(sidecars.inference)) {
    return {
      ...askedPreparation(
        input.channels,
        'per-image-min-max',
        'There is no inference.json or inference.yaml with a preprocessing list.',
        notes,
      ),
      transpose: true,
    }
  }
  return readMonaiTransforms(sidecars.inference, preparation(input.channels, '0-255'), notes)
}

function activationOf(
  { sidecars, facts, notes }: Subject,
  output: SeenOutput,
  count: number,
): 'none' | 'sigmoid' | 'softmax' {
  const named = sidecars.inference && readMonaiActivation(sidecars.inference)
  if (named !== undefined) {
    notes.because('decoder.activation', 'sidecar', `inference.json: ${named} after the network.`)
    return named
  }
  const tail = tailOf(facts, output.name)
  if (tail === 'sigmoid' || tail === 'softmax') {
    notes.because('decoder.activation', 'shape', `The graph ends in a ${tail}.`)
    return 'none'
  }
  notes.because('decoder.activation', 'default', 'The bundle names no activation after the network.')
  const guess = count === 1 ? 'sigmoid' : 'softmax'
  notes.ask('decoder.activation', 'How are the outputs read?', {
    [guess]: guess === 'softmax' ? 'Classes exclude each other: softmax' : 'Each by itself: sigmoid',
    [guess === 'softmax' ? 'sigmoid' : 'softmax']:
      guess === 'softmax' ? 'Each by itself: sigmoid' : 'Classes exclude each other: softmax',
  })
  return guess
}

function channelNames(format: JsonRecord) {
  const outputs = record(format['outputs'])
  const first = record(outputs && Object.values(outputs)[0])
  const channels = record(first?.['channel_def'])
  const names = channels && namesOf(new Map(Object.entries(channels).map(([key, name]) => [key, String(name)])))
  return names && ({ names, source: 'sidecar', detail: 'channel_def of metadata.json' } as const)
}

function descriptions(metadata: JsonRecord): Partial<Draft> {
  const text = (key: string, length: number) => {
    const value = metadata[key]
    return typeof value === 'string' && value.trim() !== ''
      ? value
          .replaceAll(/\p{C}+/gu, ' ')
          .trim()
          .slice(0, length)
      : undefined
  }
  const name = text('name', 120)
  const version = text('version', 40)
  const description = text('description', 4_000)
  const intendedUse = text('intended_use', 4_000)
  return {
    ...(name === undefined ? {} : { name }),
    ...(version === undefined ? {} : { version }),
    ...(description === undefined ? {} : { description }),
    ...(intendedUse === undefined ? {} : { intendedUse }),
  }
}

const record = (value: unknown): JsonRecord | undefined => (isRecord(value) ? value : undefined)
