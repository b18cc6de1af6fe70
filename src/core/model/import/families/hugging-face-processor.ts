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
])

/** Width and height that the image processor makes, where they are fixed. */
export function processorSize(processor: JsonRecord | undefined): { width: number; height: number } | undefined {
  if (processor === undefined) return undefined
  const crop = processor['do_center_crop'] === true ? pair(processor['crop_size']) : undefined
  const size = processor['size']
  if (crop !== undefined) return crop
  const edge = isRecord(size) ? number(size['shortest_edge']) : undefined
  if (isRecord(size) && edge !== undefined)
    return number(size['longest_edge']) === undefined ? { width: edge, height: edge } : undefined
  return pair(size)
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
  const std = normalises ? numbers(processor['image_std'], channels) : [1]
  notes.because(
    'input.mean',
    'sidecar',
    normalises
      ? `preprocessor_config.json: mean ${mean.join(', ')}, deviation ${std.join(', ')}.`
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
  const size = processor['size']
  const shortestEdge = isRecord(size) ? number(size['shortest_edge']) : undefined
  const longestEdge = isRecord(size) ? number(size['longest_edge']) : undefined
  if (shortestEdge === undefined) {
    // A number alone meant the shortest edge where a crop follows, and a square otherwise.
    const edge = number(size)
    if (edge !== undefined && processor['do_center_crop'] === true)
      return { kind: 'shortest-edge-crop', kernel, shortestEdge: edge }
    return { kind: 'stretch', kernel }
  }
  if (longestEdge !== undefined) return { kind: 'shortest-edge', kernel, shortestEdge, longestEdge }
  const cropShare = number(processor['crop_pct'])
  // ConvNeXt: below 384 it resizes to more than it wants and cuts the middle out; from 384 on it stretches.
  if (cropShare !== undefined) {
    if (shortestEdge >= 384) return { kind: 'stretch', kernel }
    return { kind: 'shortest-edge-crop', kernel, shortestEdge: Math.floor(shortestEdge / cropShare) }
  }
  return { kind: 'shortest-edge-crop', kernel, shortestEdge }
}

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
