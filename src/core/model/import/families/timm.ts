import { TriageError } from '#shared/errors.ts'
import type { Draft, SeenOutput, Subject } from '#core/model/import/draft.ts'
import { isRecord, type JsonRecord } from '#core/model/import/dropped-files.ts'
import { tailOf } from '#core/model/import/graph-hints.ts'
import { labelsFor, namesFor } from '#core/model/import/labels.ts'

/** timm's settings of a model: `pretrained_cfg` of config.json, or config.json itself where it holds them. */
export function timmSettings({ config }: Subject['sidecars']): JsonRecord | undefined {
  const within = config?.['pretrained_cfg']
  if (isRecord(within)) return { ...config, ...within }
  return Array.isArray(config?.['mean']) && Array.isArray(config['std']) ? config : undefined
}

/** Width and height of timm's `input_size`, which is channels, height, width. */
export function timmSize(sidecars: Subject['sidecars']): { width: number; height: number } | undefined {
  const size = timmSettings(sidecars)?.['input_size']
  const [, height, width]: unknown[] = Array.isArray(size) ? size : []
  return typeof height === 'number' && typeof width === 'number' ? { width, height } : undefined
}

/** A classifier of timm: resized so that the input is `crop_pct` of it, the middle cut out, normalised; softmax. */
export function readTimm(subject: Subject): Draft | undefined {
  const { seen, notes, sidecars, facts } = subject
  const settings = timmSettings(sidecars)
  const scores = seen.find(({ shape }) => shape.length === 2)
  if (settings === undefined || scores === undefined) return undefined
  const count = scores.shape[1] ?? 0
  notes.because('family', 'sidecar', `config.json: timm's settings, ${String(settings['architecture']).slice(0, 80)}.`)
  const within = tailOf(facts, scores.name)
  const activation = within === 'softmax' || within === 'sigmoid' ? 'none' : count === 1 ? 'sigmoid' : 'softmax'
  notes.because(
    'decoder.activation',
    'sidecar',
    `timm trains classifiers with ${count === 1 ? 'one logit' : 'a softmax'}.`,
  )
  return {
    family: 'hugging-face-classification',
    task: 'classification',
    input: prepared(subject, settings),
    outputs: [{ role: 'scores', name: scores.name }],
    decoder: { kind: 'classification', activation },
    labels: labelsFor(count, namesOf(settings, scores) ?? namesFor(subject), notes),
  }
}

function prepared({ input, notes }: Subject, settings: JsonRecord): Draft['input'] {
  const geometry = geometryOf(settings, Math.min(input.width ?? 224, input.height ?? 224))
  const [mean, std] = [numbers(settings['mean'], input.channels), numbers(settings['std'], input.channels)]
  notes.because('input.geometry', 'sidecar', `config.json: ${geometry.kind}, ${geometry.kernel}.`)
  notes.because('input.mean', 'sidecar', `config.json: 0 to 1, mean ${mean.join(', ')}, deviation ${std.join(', ')}.`)
  return {
    colour: input.channels === 1 ? 'grey' : 'rgb',
    pixelSource: 'displayed',
    geometry,
    transpose: false,
    scaling: { kind: 'range', low: 0, high: 1 },
    mean,
    std,
  }
}

function geometryOf(settings: JsonRecord, side: number) {
  const mode = settings['crop_mode'] ?? 'center'
  const share = Number(settings['crop_pct'] ?? 0.875)
  const kernel =
    settings['interpolation'] === 'bilinear' ? 'linear' : settings['interpolation'] === 'nearest' ? 'nearest' : 'cubic'
  if (mode === 'center') return { kind: 'shortest-edge-crop', kernel, shortestEdge: Math.floor(side / share) } as const
  if (mode === 'squash' && share === 1) return { kind: 'stretch', kernel } as const
  throw new TriageError(
    'bad-model',
    `Expected timm's crop mode to be center, or squash without a crop; came ${String(mode).slice(0, 20)} with ${share}.`,
    'run',
  )
}

function numbers(value: unknown, channels: 1 | 3): number[] {
  const list = Array.isArray(value) ? value.filter((item) => typeof item === 'number') : []
  if (list.length === 1 || list.length === channels) return list
  throw new TriageError(
    'bad-model',
    `Expected ${channels} means and deviations in config.json; came ${list.length}.`,
    'run',
  )
}

function namesOf(settings: JsonRecord, { shape }: SeenOutput) {
  const names = settings['label_names']
  if (!Array.isArray(names) || names.length !== shape[1]) return undefined
  return { names: names.map(String), source: 'sidecar', detail: 'label_names of config.json' } as const
}
