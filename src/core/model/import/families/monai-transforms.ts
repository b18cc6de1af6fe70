import { TriageError } from '#shared/errors.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import { isRecord, type JsonRecord } from '#core/model/import/dropped-files.ts'
import type { Notes } from '#core/model/import/notes.ts'
import type { Draft } from '#core/model/import/draft.ts'

/** A transform of a bundle by its class's bare name, with its arguments. */
type Transform = { readonly name: string; readonly settings: JsonRecord }

/** Steps that only arrange the array and that the product's own reading has done already. */
const arranging = new Set([
  'EnsureChannelFirst',
  'AddChannel',
  'AsChannelFirst',
  'RepeatChannel',
  'EnsureType',
  'CastToType',
  'ToTensor',
])

/**
 * A bundle's preprocessing list as an input's preparation. Refuses, by name, a transform that Firstlook does not take: a step left
 * out would change every score.
 */
export function readMonaiTransforms(inference: JsonRecord, base: Draft['input'], notes: Notes): Draft['input'] {
  const transforms = transformsOf(inference, 'preprocessing')
  const names = transforms.map(({ name }) => name)
  const resizedAt = names.indexOf('Resize')
  const scaledAt = names.findIndex((name) => /^(ScaleIntensity|NormalizeIntensity)/.test(name))
  if (scaledAt !== -1 && scaledAt < resizedAt) {
    notes.because(
      'input.geometry',
      'sidecar',
      'The bundle scales grey levels before resizing, Firstlook after: small differences.',
    )
  }
  const prepared: Draft['input'] = Object.assign({}, base, ...transforms.map((transform) => changeBy(transform, notes)))
  const { scaling } = prepared
  const after = scaling.kind === 'per-image-min-max' && resizedAt !== -1 && resizedAt < names.indexOf('ScaleIntensity')
  return after ? { ...prepared, scaling: { ...scaling, resized: true } } : prepared
}

function changeBy({ name, settings }: Transform, notes: Notes): Partial<Draft['input']> {
  const because = (field: string, detail: string) =>
    notes.because(field, 'sidecar', `inference.json, ${name}: ${detail}`)
  switch (name) {
    case 'LoadImage': {
      const transpose = isTransposing(settings)
      because(
        'input.transpose',
        transpose ? 'MONAI’s readers give width before height.' : 'the reader keeps rows first.',
      )
      return { transpose }
    }
    case 'Resize': {
      const mode = settings['size_mode'] ?? 'all'
      if (mode !== 'all') {
        throw new TriageError(
          'bad-model',
          `Expected Resize to a width and a height; the bundle's has the size_mode ${String(mode).slice(0, 20)}, which Firstlook does not take.`,
          'run',
        )
      }
      because('input.geometry', 'stretched.')
      return { geometry: { kind: 'stretch', kernel: kernelOf(settings) } }
    }
    case 'ScaleIntensity':
      because('input.scaling', 'each image by its own lowest and highest value.')
      return {
        scaling: { kind: 'per-image-min-max', low: number(settings['minv'], 0), high: number(settings['maxv'], 1) },
      }
    case 'ScaleIntensityRange':
      return scaledRange(settings, because)
    case 'NormalizeIntensity':
      because('input.scaling', 'mean and standard deviation.')
      return normalised(settings)
    default:
      if (arranging.has(name)) return {}
      throw new TriageError(
        'bad-model',
        `The bundle's preprocessing has a step that Firstlook does not take: ${name.slice(0, 60)}.`,
        'run',
      )
  }
}

/** Whether a bundle's inference.json lists its preprocessing at all, and not as an expression of its own. */
export function listsTransforms(inference: JsonRecord | undefined): inference is JsonRecord {
  return inference !== undefined && listOf(inference, 'preprocessing') !== undefined
}

/** What the bundle does to the network's answer: the activation that its postprocessing names, if it names one. */
export function readMonaiActivation(inference: JsonRecord): 'sigmoid' | 'softmax' | undefined {
  for (const { name, settings } of transformsOf(inference, 'postprocessing')) {
    if (name !== 'Activations') continue
    if (settings['sigmoid'] === true) return 'sigmoid'
    if (settings['softmax'] === true) return 'softmax'
  }
  return undefined
}

/** What a reference like `@load` or `@preprocessing::transforms` stands for; anything else is itself. */
function resolved(inference: JsonRecord, value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('@')) return value
  return value
    .slice(1)
    .split(/::|#/)
    .reduce<unknown>((at, key) => (isRecord(at) ? at[key] : Array.isArray(at) ? at[Number(key)] : undefined), inference)
}

/** The transforms of a step, or the step itself where it is a list; undefined where it is neither. */
function listOf(inference: JsonRecord, name: string): readonly unknown[] | undefined {
  const step = resolved(inference, inference[name])
  const list = isRecord(step) ? resolved(inference, step['transforms']) : step
  return Array.isArray(list) ? list : undefined
}

function transformsOf(inference: JsonRecord, name: string): Transform[] {
  return (listOf(inference, name) ?? []).flatMap((item): Transform[] => {
    const settings = resolved(inference, item)
    if (!isRecord(settings)) {
      throw new TriageError(
        'bad-model',
        'Expected the bundle’s transforms written out in inference.json; one is an expression or a reference.',
        'run',
      )
    }
    if (settings['_disabled_'] === true) return []
    const target = String(settings['_target_'] ?? settings['name'] ?? 'without a name')
    // Dictionary transforms end in d; a module before the name is part of MONAI or the bundle's own code.
    const isOwn = target.includes('.') && !target.startsWith('monai.transforms.')
    const bare = target.split('.').at(-1) ?? target
    return [{ name: isOwn ? target : bare.replace(/(?<=[a-z])(d|D|Dict)$/, ''), settings }]
  })
}

function isTransposing(settings: JsonRecord): boolean {
  const reader = JSON.stringify(settings['reader'] ?? '')
  return settings['reverse_indexing'] !== false && !/NumpyReader|"reverse_indexing":false/.test(reader)
}

function kernelOf({ mode, anti_aliasing: antialiasing }: JsonRecord): 'nearest' | 'linear' | 'linear-plain' | 'cubic' {
  const name = String(Array.isArray(mode) ? mode[0] : mode)
  if (/^(bi)?linear/.test(name) && antialiasing !== true) return 'linear-plain'
  if (/nearest/.test(name)) return 'nearest'
  // MONAI's own default is "area", which averages; bilinear with antialiasing comes nearest.
  return /bicubic/.test(name) ? 'cubic' : 'linear'
}

/** Of 0 to 255 a bundle means 8-bit pictures; of anything else, modality units. */
function scaledRange(settings: JsonRecord, because: (field: string, detail: string) => void): Partial<Draft['input']> {
  const clip = clipOf(settings)
  if (clip.from === 0 && clip.to === 255) {
    because('input.scaling', '8-bit grey levels to a fixed range.')
    return { scaling: { kind: 'range', low: clip.low, high: clip.high } }
  }
  const open = settings['clip'] !== true
  because('input.scaling', `a fixed range of modality units, ${open ? 'continued beyond its ends' : 'clipped'}.`)
  return { pixelSource: 'modality', scaling: open ? { ...clip, open } : clip }
}

function clipOf(settings: JsonRecord): Extract<ManifestInput['scaling'], { kind: 'clip' }> {
  return {
    kind: 'clip',
    from: number(settings['a_min'], 0),
    to: number(settings['a_max'], 255),
    low: number(settings['b_min'], 0),
    high: number(settings['b_max'], 1),
  }
}

function normalised(settings: JsonRecord): Partial<Draft['input']> {
  const subtrahend = list(settings['subtrahend'])
  const divisor = list(settings['divisor'])
  if (subtrahend !== undefined && divisor !== undefined) return { mean: subtrahend, std: divisor }
  if (subtrahend !== undefined || divisor !== undefined) {
    throw new TriageError(
      'bad-model',
      'Expected NormalizeIntensity with both subtrahend and divisor, or neither.',
      'run',
    )
  }
  const channelWise = settings['channel_wise'] === true ? { channelWise: true } : {}
  return { scaling: { kind: 'per-image-standardise', nonzero: settings['nonzero'] === true, ...channelWise } }
}

function list(value: unknown): number[] | undefined {
  const values = typeof value === 'number' ? [value] : value
  return Array.isArray(values) && values.every((item) => typeof item === 'number') && values.length <= 4
    ? values
    : undefined
}

const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)
