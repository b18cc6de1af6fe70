import { TriageError } from './errors.ts'
import { manifestSchema, type Manifest, type ManifestInput, type ManifestLabel } from './manifest.ts'

type Normalisation = Pick<ManifestInput, 'scaling' | 'mean' | 'std'> & {
  readonly meaning: string
  readonly colour?: ManifestInput['colour']
}

const range = (low: number, high: number) => ({ kind: 'range', low, high }) as const

/** The ways in which networks want grey levels, by the name that answers the question `input.scaling`. */
export const normalisations: Readonly<Record<string, Normalisation>> = {
  'zero-one': { meaning: '0 to 1', scaling: range(0, 1), mean: [0], std: [1] },
  imagenet: {
    meaning: '0 to 1, then ImageNet mean and standard deviation',
    scaling: range(0, 1),
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  },
  'minus-one-one': { meaning: '−1 to 1', scaling: range(-1, 1), mean: [0], std: [1] },
  '0-255': { meaning: '0 to 255', scaling: range(0, 255), mean: [0], std: [1] },
  'minus-1024-1024': { meaning: '−1024 to 1024 (TorchXRayVision)', scaling: range(-1024, 1024), mean: [0], std: [1] },
  caffe: {
    meaning: '0 to 255, BGR, minus the ImageNet mean (ResNet50 and VGG of Keras)',
    scaling: range(0, 255),
    mean: [103.939, 116.779, 123.68],
    std: [1],
    colour: 'bgr',
  },
  'per-image-min-max': {
    meaning: 'each image from 0 to 1 by its own lowest and highest value',
    scaling: { kind: 'per-image-min-max', low: 0, high: 1 },
    mean: [0],
    std: [1],
  },
  'per-image-standardise': {
    meaning: 'each image to mean 0 and standard deviation 1',
    scaling: { kind: 'per-image-standardise', nonzero: false },
    mean: [0],
    std: [1],
  },
}

type GeometryChoice = {
  readonly meaning: string
  /** By the shorter side of the input. */
  readonly geometryFor: (side: number) => ManifestInput['geometry']
}

/** The ways in which images are brought to a network's size, by the name that answers the question `input.geometry`. */
export const geometries: Readonly<Record<string, GeometryChoice>> = {
  stretch: {
    meaning: 'stretched to the size, the aspect ratio given up',
    geometryFor: () => ({ kind: 'stretch', kernel: 'linear' }),
  },
  'center-crop': {
    meaning: 'the middle square, scaled to the size',
    geometryFor: () => ({ kind: 'center-crop', kernel: 'linear' }),
  },
  'shortest-edge-crop': {
    meaning: 'the shorter side scaled to 8⁄7 of the size, then the middle (torchvision: 256 and 224)',
    geometryFor: (side) => ({
      kind: 'shortest-edge-crop',
      kernel: 'linear',
      shortestEdge: Math.round((side * 8) / 7),
    }),
  },
  'letterbox-black': {
    meaning: 'fitted in and padded with black',
    geometryFor: () => ({ kind: 'letterbox', kernel: 'linear', padValue: 0 }),
  },
  letterbox: {
    meaning: 'fitted in and padded with grey (Ultralytics)',
    geometryFor: () => ({ kind: 'letterbox', kernel: 'linear-plain', padValue: 114 }),
  },
}

const backgroundName = '__background__'

/** Labels with the background before them, as number 0: never shown, and its detections left out. */
export const withBackground = (labels: readonly ManifestLabel[]): ManifestLabel[] => [
  { name: backgroundName, explanation: '', flags: false, hidden: true },
  ...labels,
]

/** Labels that say that nothing is there: they flag no study unless a person says so. */
const normalName = /^(normal|no[\s_-]?finding|negative|healthy|benign|background|__background__|none|clear)\b/i

/** Labels from names, in the order of the graph's outputs; a name that is empty stands for an output without a meaning. */
export function toLabels(names: readonly string[]): ManifestLabel[] {
  const used = new Map<string, number>()
  return names.map((raw, i) => {
    const plain = raw
      .replaceAll(/\p{C}+/gu, ' ')
      .trim()
      .slice(0, 100)
    const wanted = plain === '' ? `unused ${i}` : plain
    const times = (used.get(wanted) ?? 0) + 1
    used.set(wanted, times)
    const name = times === 1 ? wanted : `${wanted} (${times})`
    return { name, explanation: '', flags: plain !== '' && !normalName.test(plain), hidden: plain === '' }
  })
}

/**
 * A proposed manifest with a person's answer to one of its questions put in, and the answer as evidence. `labels` takes names
 * parted by commas or line breaks. Refuses an answer that the field cannot take.
 */
export function answerQuestion(manifest: Manifest, field: string, answer: string): Manifest {
  const changed = { ...manifest, ...changeOf(manifest, field, answer.trim()) }
  const evidence = manifest.evidence.filter((entry) => entry.field !== field)
  return {
    ...changed,
    evidence: [...evidence, { field, source: 'user', detail: `Answered: ${answer.slice(0, 3_900)}` }],
  }
}

function changeOf(manifest: Manifest, field: string, answer: string): Partial<Manifest> {
  const { input, decoder } = manifest
  switch (field) {
    case 'input.scaling': {
      const preset = normalisations[answer]
      if (preset === undefined) throw badAnswer(field, Object.keys(normalisations), answer)
      const { scaling, mean, std } = preset
      const colour = input.channels === 1 ? input.colour : (preset.colour ?? 'rgb')
      return { input: { ...input, scaling, colour, ...(input.channels === 1 ? oneChannel(mean, std) : { mean, std }) } }
    }
    case 'input.size': {
      const [, width, height = width] = /^(\d{1,4})(?:\s*[x×]\s*(\d{1,4}))?$/.exec(answer) ?? []
      if (width === undefined) throw badAnswer(field, ['224', '640x480'], answer)
      return { input: { ...input, width: Number(width), height: Number(height) } }
    }
    case 'input.channels': {
      if (answer !== '1' && answer !== '3') throw badAnswer(field, ['1', '3'], answer)
      const channels = answer === '1' ? 1 : 3
      const { mean, std } = channels === 1 ? oneChannel(input.mean, input.std) : input
      return { input: { ...input, channels, mean, std, colour: channels === 1 ? 'grey' : 'rgb' } }
    }
    case 'input.transpose':
      if (answer !== 'true' && answer !== 'false') throw badAnswer(field, ['true', 'false'], answer)
      return { input: { ...input, transpose: answer === 'true' } }
    case 'decoder.activation': {
      const activation = manifestSchema.shape.decoder.safeParse({ ...decoder, activation: answer })
      if (!activation.success) throw badAnswer(field, ['none', 'sigmoid', 'softmax'], answer)
      return { decoder: activation.data }
    }
    case 'decoder.kind':
      if (answer === 'detr') return { decoder: { kind: 'detr', confidence: 0.5 }, family: 'hugging-face-detr' }
      if (answer !== 'rt-detr') throw badAnswer(field, ['detr', 'rt-detr'], answer)
      return { decoder: { kind: 'rt-detr', confidence: 0.5, topK: 300 }, family: 'hugging-face-rt-detr' }
    case 'decoder.firstLabel':
      if (decoder.kind !== 'torchvision-detection' || !/^[01]$/.test(answer)) throw badAnswer(field, ['0', '1'], answer)
      return {
        decoder: { ...decoder, firstLabel: 0 },
        labels: answer === '0' ? manifest.labels : withBackground(manifest.labels),
      }
    case 'input.geometry': {
      const chosen = geometries[answer]
      if (chosen === undefined) throw badAnswer(field, Object.keys(geometries), answer)
      return { input: { ...input, geometry: chosen.geometryFor(Math.min(input.width ?? 224, input.height ?? 224)) } }
    }
    case 'labels':
      return relabelled(
        manifest,
        answer.split(/[,\n]/).map((name) => name.trim()),
      )
    case 'outputs': {
      const role = decoder.kind === 'segmentation' ? 'segmentation' : 'scores'
      return { outputs: [{ role, name: answer }, ...manifest.outputs.filter((output) => output.role !== role)] }
    }
    default:
      throw new TriageError('bad-argument', 'Expected the name of a question that the proposal asks.', 'door')
  }
}

/** ImageNet's three means and deviations of a grey image in one channel: their average. */
function oneChannel(mean: readonly number[], std: readonly number[]) {
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return { mean: [average(mean)], std: [average(std)] }
}

function relabelled(manifest: Manifest, names: readonly string[]): Partial<Manifest> {
  // A detector of torchvision does not say how many classes it has.
  const free = manifest.decoder.kind === 'torchvision-detection'
  if (!free && names.length !== manifest.labels.length) {
    throw new TriageError('bad-labels', `Expected ${manifest.labels.length} names; came ${names.length}.`, 'door')
  }
  // A background that was settled before the names stays before them.
  const hasBackground = free && manifest.labels[0]?.name === backgroundName
  const given = hasBackground && names[0] === backgroundName ? names.slice(1) : names
  const labels = hasBackground ? withBackground(toLabels(given)) : toLabels(given)
  const moved = Object.entries(manifest.thresholds).flatMap(([name, points]) => {
    const at = manifest.labels.findIndex((label) => label.name === name)
    const label = labels[at]
    return label === undefined ? [] : [[label.name, points] as const]
  })
  return { labels, thresholds: Object.fromEntries(moved) }
}

const badAnswer = (field: string, allowed: readonly string[], came: string) =>
  new TriageError(
    'bad-argument',
    `Expected ${field} to be one of ${allowed.join(', ')}; came ${came.slice(0, 60)}.`,
    'door',
  )
