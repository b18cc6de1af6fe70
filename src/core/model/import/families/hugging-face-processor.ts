import { TriageError } from '#shared/errors.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import type { JsonRecord } from '#core/model/import/dropped-files.ts'
import { isRecord } from '#core/model/import/dropped-files.ts'
import type { Notes } from '#core/model/import/notes.ts'

type Preparation = Pick<ManifestInput, 'geometry' | 'scaling' | 'mean' | 'std' | 'colour'>
type Kernel = 'nearest' | 'linear' | 'cubic' | 'lanczos3'

/** PIL's codes of resampling filters. */
const kernelCodes: Readonly<Record<number, Kernel>> = { 0: 'nearest', 1: 'lanczos3', 2: 'linear', 3: 'cubic' }

/** Steps that an image processor may take and that change nothing here or are done elsewhere. */
const knownSteps = new Set([
  'do_resize',
  'do_rescale',
  'do_normalize',
  'do_center_crop',
  'do_pad',
  'do_convert_rgb',
  'do_convert_annotations',
  'do_flip_channel_order',
  'do_convert_grayscale',
  'do_reduce_labels',
])

/** Width and height that the image processor makes, where they are fixed. */
export function processorSize(processor: JsonRecord | undefined): { width: number; height: number } | undefined {
  if (processor === undefined) return undefined
  const crop = processor['do_center_crop'] === true ? pair(processor['crop_size']) : undefined
  const size = processor['size']
  if (crop !== undefined) return crop
  const { shortest, longest } = edgesOf(processor)
  if (shortest === undefined) return pair(size)
  return longest === undefined && isCropping(processor) ? { width: shortest, height: shortest } : undefined
}

/** Whether the size that the image processor makes depends on the image's. */
export const keepsShape = (processor: JsonRecord): boolean =>
  ['native', 'shortest-edge'].includes(geometryOf(processor).kind)

/** Whether it normalises by mean and deviation; MobileViT's processor knows no such step. */
export const normalisesByMean = (processor: JsonRecord): boolean =>
  processor['do_normalize'] === true || (processor['do_normalize'] === undefined && !isOfType(processor, /^MobileViT/))

const isOfType = (processor: JsonRecord, pattern: RegExp): boolean =>
  pattern.test(String(processor['image_processor_type'] ?? processor['feature_extractor_type'] ?? ''))

/** Whether a resize by the shorter side is followed by a cut to a square: ConvNeXt's own, PoolFormer's, or one that is asked for. */
const isCropping = (processor: JsonRecord): boolean =>
  processor['do_center_crop'] === true || cropShareOf(processor) !== undefined

/** ConvNeXt cuts even where its settings do not say how much. */
const cropShareOf = (processor: JsonRecord): number | undefined =>
  number(processor['crop_pct']) ?? (isOfType(processor, /^ConvNext/) ? 224 / 256 : undefined)

/** The shorter and the longer side wanted: as a record, or as older files have it, a number and `max_size`. */
function edgesOf(processor: JsonRecord): { shortest: number | undefined; longest: number | undefined } {
  const size = processor['size']
  if (isRecord(size)) return { shortest: number(size['shortest_edge']), longest: number(size['longest_edge']) }
  const longest = number(processor['max_size'])
  // A number alone means a square where nothing is cut and no longer side is named.
  const byEdge = longest !== undefined || isCropping(processor)
  return { shortest: byEdge ? number(size) : undefined, longest }
}

/**
 * Resizing, cropping, rescaling and normalising of a Hugging Face image processor, in its order, each only where its `do_` flag
 * is true. Refuses, by name, a step that Firstlook does not take.
 */
export function readProcessor(processor: JsonRecord, channels: 1 | 3, notes: Notes): Preparation {
  for (const [name, value] of Object.entries(processor)) {
    if (name.startsWith('do_') && value === true && !knownSteps.has(name)) {
      throw new TriageError(
        'bad-model',
        `The image processor has a step that Firstlook does not take: ${name.slice(0, 40)}.`,
        'run',
      )
    }
  }
  const geometry = readGeometry(processor, notes)
  const factor = processor['do_rescale'] === false ? 1 : (number(processor['rescale_factor']) ?? 1 / 255)
  const high = Math.round(255 * factor * 1e6) / 1e6
  const shifted = processor['rescale_offset'] === true || processor['offset'] === true
  const scaling = { kind: 'range', low: shifted ? -1 : 0, high: shifted ? high - 1 : high } as const
  notes.because(
    'input.scaling',
    'sidecar',
    `preprocessor_config.json: rescale factor ${factor.toPrecision(5)}, so ${scaling.low} to ${scaling.high}.`,
  )
  const normalises = processor['do_normalize'] !== false && Array.isArray(processor['image_mean'])
  const mean = normalises ? numbers(processor['image_mean'], channels) : [0]
  // EfficientNet's processor divides by the deviation once more for a model with its classifier on top.
  const twice = normalises && processor['include_top'] === true && isOfType(processor, /^EfficientNet/)
  const once = normalises ? numbers(processor['image_std'], channels) : [1]
  const std = twice ? once.map((value) => value * value) : once
  notes.because(
    'input.mean',
    'sidecar',
    normalises
      ? `preprocessor_config.json: mean ${mean.join(', ')}, deviation ${once.join(', ')}${twice ? ', divided by twice, as EfficientNet does' : ''}.`
      : 'preprocessor_config.json does not normalise.',
  )
  const flipped = processor['do_flip_channel_order'] === true
  return { geometry, scaling, mean, std, colour: channels === 1 ? 'grey' : flipped ? 'bgr' : 'rgb' }
}

function readGeometry(processor: JsonRecord, notes: Notes): ManifestInput['geometry'] {
  const geometry = geometryOf(processor)
  notes.because(
    'input.geometry',
    'sidecar',
    `preprocessor_config.json: ${geometry.kind}${'kernel' in geometry ? `, ${geometry.kernel}` : ''}.`,
  )
  return geometry
}

function geometryOf(processor: JsonRecord): ManifestInput['geometry'] {
  if (processor['do_resize'] === false) return { kind: 'native' }
  const kernel = kernelCodes[number(processor['resample']) ?? 2] ?? 'linear'
  const { shortest, longest } = edgesOf(processor)
  if (shortest === undefined) {
    const wanted = pair(processor['size'])
    const crop = processor['do_center_crop'] === true ? pair(processor['crop_size']) : undefined
    const cuts = crop !== undefined && wanted !== undefined && !isSameSize(crop, wanted)
    return cuts
      ? { kind: 'stretch-crop', kernel, stretchWidth: wanted.width, stretchHeight: wanted.height }
      : { kind: 'stretch', kernel }
  }
  if (longest !== undefined) {
    const multiple = isOfType(processor, /^Yolos/) ? { multipleOf: 16 } : {}
    return { kind: 'shortest-edge', kernel, shortestEdge: shortest, longestEdge: longest, ...multiple }
  }
  const cropShare = cropShareOf(processor)
  // ConvNeXt: below 384 it resizes to more than it wants and cuts the middle out; from 384 on it stretches.
  if (cropShare !== undefined) {
    if (shortest >= 384 && processor['do_center_crop'] !== true) return { kind: 'stretch', kernel }
    return { kind: 'shortest-edge-crop', kernel, shortestEdge: Math.floor(shortest / cropShare) }
  }
  if (processor['do_center_crop'] !== true)
    return { kind: 'shortest-edge', kernel, shortestEdge: shortest, longestEdge: longestSide }
  // LeViT resizes to 8/7 of what it says.
  const exact = isOfType(processor, /^Levit/) ? Math.floor((256 / 224) * shortest) : shortest
  return { kind: 'shortest-edge-crop', kernel, shortestEdge: exact }
}

/** The longer side where nothing bounds it: the pixels of a tensor do. */
const longestSide = 16_384

const isSameSize = (a: { width: number; height: number }, b: { width: number; height: number }) =>
  a.width === b.width && a.height === b.height

function pair(value: unknown): { width: number; height: number } | undefined {
  const side = number(value)
  if (side !== undefined) return { width: side, height: side }
  if (!isRecord(value)) return undefined
  const width = number(value['width'])
  const height = number(value['height'])
  return width === undefined || height === undefined ? undefined : { width, height }
}

function numbers(value: unknown, channels: 1 | 3): number[] {
  const list = Array.isArray(value) ? value.filter((item) => typeof item === 'number') : []
  if (list.length !== 1 && list.length !== channels) {
    throw new TriageError(
      'bad-model',
      `Expected ${channels} means and deviations in preprocessor_config.json; came ${list.length}.`,
      'run',
    )
  }
  return list
}

const number = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined
