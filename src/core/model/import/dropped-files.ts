import { lstat, readFile, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { parseDataYaml, parseLabelJson, parseLabelLines } from './label-files.ts'
import { parseYaml } from './yaml.ts'

export type JsonRecord = Readonly<Record<string, unknown>>

/** What stands beside a graph and says how to use it. */
export type Sidecars = {
  readonly labels: { readonly file: string; readonly names: readonly string[] } | undefined
  /** Hugging Face: `config.json` and the image processor's settings. */
  readonly config: JsonRecord | undefined
  readonly preprocessor: JsonRecord | undefined
  /** MONAI bundle: `metadata.json` and `inference.json`. */
  readonly metadata: JsonRecord | undefined
  readonly inference: JsonRecord | undefined
  /** Text of our own `model.json`. */
  readonly manifest: string | undefined
  readonly card: string | undefined
  /** Text of `golden.json`, the parity file. */
  readonly golden: string | undefined
}

/** A dropped model: where its graph lies, what it may be called, and what stands beside it. */
export type Dropped = {
  readonly graph: string
  readonly folder: string
  readonly name: string
  readonly sidecars: Sidecars
}

/**
 * Finds the graph of a dropped path and reads what stands beside it: an `.onnx` file, or a folder that holds one, itself or
 * in `onnx/` or `models/`. Refuses a folder with none or with several, naming them.
 */
export async function readDropped(path: string): Promise<Dropped> {
  const info = await lstat(path).catch(() => undefined)
  if (info === undefined)
    throw new TriageError('missing', 'Expected a model at the path given; nothing is there.', 'run')
  if (info.isSymbolicLink()) throw refuseLink('The path')
  const graph = info.isDirectory() ? await findGraph(path) : path
  if (!/\.onnx$/i.test(graph)) throw new TriageError('bad-model', 'Expected an .onnx file or a folder with one.', 'run')
  const folder = dirname(graph)
  const roots = rootsOf(folder)
  return { graph, folder, name: nameOf(graph, roots), sidecars: await readSidecars(roots) }
}

/** The sentence for anything that is not an ordinary file of its own. */
export const refuseLink = (what: string): TriageError =>
  new TriageError(
    'path-escape',
    `${what} is a link; expected an ordinary file. Copy the files it points to, then add the copy.`,
    'run',
  )

async function findGraph(folder: string): Promise<string> {
  for (const place of [folder, join(folder, 'onnx'), join(folder, 'models')]) {
    const entries = await readdir(place).catch(() => [])
    const graphs = entries.filter((name) => /\.onnx$/i.test(name)).sort()
    const only = graphs.length === 1 ? graphs[0] : graphs.find((name) => name === 'model.onnx')
    if (only !== undefined) return join(place, only)
    if (graphs.length > 1) {
      const shown = graphs.slice(0, 8).join(', ')
      throw new TriageError(
        'bad-model',
        `Expected one .onnx file in the folder; came ${graphs.length}: ${shown}. Add one of them by its own path.`,
        'run',
      )
    }
  }
  throw new TriageError(
    'bad-model',
    'Expected an .onnx file in the folder, or in its onnx or models folder; there is none.',
    'run',
  )
}

/** The graph's folder, and the one above where the graph lies in a bundle's own place. */
function rootsOf(folder: string): string[] {
  return ['onnx', 'models'].includes(basename(folder)) ? [folder, dirname(folder)] : [folder]
}

function nameOf(graph: string, roots: readonly string[]): string {
  const stem = basename(graph).replace(/\.onnx$/i, '')
  return /^model([_-](fp16|int8|uint8|quantized|q4|q4f16|bnb4))?$/i.test(stem) ? basename(roots.at(-1) ?? stem) : stem
}

async function readSidecars(roots: readonly string[]): Promise<Sidecars> {
  const text = (...names: string[]) => firstText(roots, names)
  const preprocessor = json(await text('preprocessor_config.json'))
  const processor = json(await text('processor_config.json'))
  return {
    labels: await readLabels(roots),
    config: json(await text('config.json')),
    preprocessor: preprocessor ?? (isRecord(processor?.['image_processor']) ? processor['image_processor'] : processor),
    metadata: json(await text('configs/metadata.json', 'metadata.json')),
    inference:
      json(await text('configs/inference.json', 'inference.json')) ??
      yaml(await text('configs/inference.yaml', 'configs/inference.yml', 'inference.yaml')),
    manifest: await text('model.json'),
    card: await text('CARD.md', 'README.md'),
    golden: await text('golden.json'),
  }
}

async function readLabels(roots: readonly string[]): Promise<Sidecars['labels']> {
  for (const file of labelFiles) {
    const text = await firstText(roots, [file])
    if (text === undefined) continue
    const read = file.endsWith('.txt') ? parseLabelLines : file.endsWith('.json') ? parseLabelJson : parseDataYaml
    const names = read(text)
    if (names !== undefined && names.length > 0) return { file, names }
    // A data.yaml may be about something else.
    if (!file.startsWith('data.'))
      throw new TriageError(
        'bad-labels',
        `Expected names in ${file} beside the model; none can be read from it.`,
        'run',
      )
  }
  return undefined
}

const labelFiles = [
  'labels.txt',
  'classes.txt',
  'class_names.txt',
  'labels.json',
  'classes.json',
  'class_names.json',
  'class_indices.json',
  'id2label.json',
  'data.yaml',
  'data.yml',
  'labels.yaml',
  'classes.yaml',
] as const

/** Text of the first of several files that is there; a link, or what is too long, counts as not there. */
async function firstText(roots: readonly string[], names: readonly string[]): Promise<string | undefined> {
  for (const root of roots) {
    for (const name of names) {
      const info = await lstat(join(root, name)).catch(() => undefined)
      if (info?.isFile() && info.size <= limits.model.sidecarBytes) return readFile(join(root, name), 'utf8')
    }
  }
  return undefined
}

function json(text: string | undefined): JsonRecord | undefined {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : undefined
  } catch {
    throw new TriageError('bad-model', 'A JSON file beside the model cannot be read as JSON.', 'run')
  }
}

function yaml(text: string | undefined): JsonRecord | undefined {
  if (text === undefined) return undefined
  const value = parseYaml(text)
  if (isRecord(value)) return value
  throw new TriageError(
    'bad-model',
    'Expected the settings in inference.yaml in plain YAML, without anchors, tags and texts over several lines. Write them as inference.json.',
    'run',
  )
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
