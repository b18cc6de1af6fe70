import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { manifestSchema, type Manifest } from '#shared/manifest.ts'
import type { ModelProposal } from '#shared/models.ts'
import { areExact, openExposedMaps } from '#core/model/heatmap/exposed-maps.ts'
import type { ModelFacts } from '#core/model/onnx/model-facts.ts'
import { onnxRuntime, type RuntimeSession } from '#core/model/session/runtime.ts'
import { runtimeReason } from '#core/model/session/runtime-reason.ts'
import type { Draft, FamilyReader, SeenOutput, Subject } from './draft.ts'
import { isRecord, type Sidecars } from './dropped-files.ts'
import { readClassifier } from './families/classifier.ts'
import { keepsShape, processorSize } from './families/hugging-face-processor.ts'
import { readHuggingFace } from './families/hugging-face.ts'
import { readMonai } from './families/monai.ts'
import { readSegmentation } from './families/segmentation.ts'
import { readTimm, timmSize } from './families/timm.ts'
import { readTorchvision } from './families/torchvision.ts'
import { readTorchXRayVision } from './families/torchxrayvision.ts'
import { readUltralytics } from './families/ultralytics.ts'
import { Notes } from './notes.ts'
import { parsePythonLiteral } from './python-literal.ts'
import { readInput, type GraphInput, shapeText } from './read-input.ts'
import { settleChannels } from './settle-channels.ts'
import { noise, runner, runs, takesBatches, tensorShape } from './trial-run.ts'

/** What stands beside a graph says more than its metadata, and that more than its shapes. */
const families: readonly FamilyReader[] = [
  readMonai,
  readTimm,
  readHuggingFace,
  readUltralytics,
  readTorchvision,
  readTorchXRayVision,
  readSegmentation,
  readClassifier,
]

export type StagedModel = {
  readonly path: string
  readonly name: string
  readonly file: Manifest['file']
  readonly facts: ModelFacts
  readonly sidecars: Sidecars
}

/**
 * A proposed manifest for a graph of unknown make, with what each field was read from and what a person must settle. The graph
 * runs on the CPU for it. Refuses, as `bad-model` and by name, what Firstlook cannot feed or read.
 */
export async function proposeManifest(staged: StagedModel): Promise<Omit<ModelProposal, 'proposalId'>> {
  const { facts, sidecars } = staged
  const notes = new Notes()
  const graphInput = readInput(facts, notes)
  const sized = { ...graphInput, ...sizeOf(graphInput, facts, sidecars, notes) }
  refuseSides(sized)
  const session = await load(staged.path)
  try {
    const runsWith = (channels: 1 | 3) => runs(session, { ...sized, channels }, facts)
    const input = { ...sized, channels: sized.channels ?? (await settleChannels(staged, runsWith, notes)) }
    const run = runner(session, input, facts)
    const seen = await run(noise(input))
    const runsAt = (height: number, width: number) => runs(session, { ...input, height, width }, facts)
    const draft = await firstFamily({ facts, sidecars, input, seen, run, runsAt, notes })
    if (draft === undefined) throw unknownLayout(facts, seen)
    const dynamicBatch = await takesBatches(session, input, facts, seen, notes)
    const heatmap = await heatmapOf(staged.path, input, draft, notes)
    return {
      manifest: toManifest(staged, input, { ...draft, heatmap }, dynamicBatch, notes),
      questions: notes.questions,
    }
  } finally {
    await session.close()
  }
}

async function firstFamily(subject: Subject): Promise<Draft | undefined> {
  for (const read of families) {
    const draft = await read(subject)
    if (draft !== undefined) return draft
  }
  return undefined
}

async function load(path: string): Promise<RuntimeSession> {
  try {
    return await onnxRuntime(path, { provider: 'cpu', threads: 1 })
  } catch (cause) {
    throw new TriageError('bad-model', `ONNX Runtime cannot load this model: ${runtimeReason(cause)}`, 'run', { cause })
  }
}

/** Exact class activation where the graph gives the maps, or where a copy of it in memory can be made to; occlusion otherwise. */
async function heatmapOf(path: string, input: Sized, draft: Draft, notes: Notes): Promise<Manifest['heatmap']> {
  if (draft.outputs.some(({ role }) => role === 'cam')) return 'cam'
  if (draft.task !== 'classification' || input.batch > 1) return 'occlusion'
  const graph = await openExposedMaps(path, input, draft.labels.length)
  if (graph === undefined) return 'occlusion'
  try {
    const [one, other] = [1, 2].map((seed) => ({
      elementType: input.elementType,
      data: noise(input, seed),
      shape: tensorShape(input),
    }))
    if (one === undefined || other === undefined) return 'occlusion'
    if (!areExact(await graph.ask(one), await graph.ask(other))) return 'occlusion'
    notes.because(
      'heatmap',
      'probe',
      'The last feature maps, weighed by the linear layer behind their mean, make the logits: class activation is exact.',
    )
    return 'cam'
  } catch {
    // A graph that does not run with one more output stays as it is.
    return 'occlusion'
  } finally {
    await graph.close()
  }
}

type Sized = Subject['input']

/** Sides that no image is made ready for, by the graph or by what stands beside it. */
function refuseSides({ width, height }: Pick<Sized, 'width' | 'height'>): void {
  const most = limits.model.inputSide
  for (const side of [width, height]) {
    if (side === undefined || (Number.isInteger(side) && side >= 1 && side <= most)) continue
    throw new TriageError('limit', `Expected an input of 1 to ${most} pixels a side; the model wants ${side}.`, 'run')
  }
}

/** Width and height: what the graph fixes, else what stands beside it, else a guess that is asked about. */
function sizeOf(input: GraphInput, facts: ModelFacts, sidecars: Sidecars, notes: Notes) {
  if (input.width !== undefined && input.height !== undefined) {
    notes.because('input.size', 'shape', `${input.width} × ${input.height}, fixed by the graph.`)
    return { width: input.width, height: input.height }
  }
  if (input.layout === 'CHW') return { width: undefined, height: undefined }
  const beside =
    processorSize(sidecars.preprocessor) ??
    imageSize(facts.metadata['imgsz']) ??
    timmSize(sidecars) ??
    configSize(sidecars) ??
    bundleSize(sidecars)
  if (beside !== undefined) {
    notes.because(
      'input.size',
      'sidecar',
      `${beside.width} × ${beside.height}, by the settings that came with the model.`,
    )
    return beside
  }
  if (sidecars.preprocessor !== undefined && keepsShape(sidecars.preprocessor))
    return { width: undefined, height: undefined }
  notes.because('input.size', 'default', 'The graph takes any size and nothing says which one it was trained with.')
  notes.ask('input.size', 'Which size was the network trained with?', {
    224: '224 × 224',
    256: '256 × 256',
    320: '320 × 320',
    512: '512 × 512',
    640: '640 × 640',
  })
  return { width: 224, height: 224 }
}

/** Ultralytics writes height before width. */
function imageSize(text: string | undefined): { width: number; height: number } | undefined {
  const value = parsePythonLiteral(text ?? 'None')
  const [height, width] = Array.isArray(value) ? value : [value, value]
  return typeof height === 'number' && typeof width === 'number' ? { width, height } : undefined
}

function configSize({ config }: Sidecars) {
  const size = config?.['image_size']
  return typeof size === 'number' ? { width: size, height: size } : undefined
}

function bundleSize({ metadata }: Sidecars): { width: number; height: number } | undefined {
  const format = metadata?.['network_data_format']
  const inputs = isRecord(format) ? format['inputs'] : undefined
  const image = isRecord(inputs) ? inputs['image'] : undefined
  const shape = isRecord(image) ? image['spatial_shape'] : undefined
  if (!Array.isArray(shape) || shape.length !== 2) return undefined
  const [height, width] = shape
  return typeof height === 'number' && typeof width === 'number' ? { width, height } : undefined
}

function toManifest(staged: StagedModel, input: Sized, draft: Draft, dynamicBatch: boolean, notes: Notes): Manifest {
  const { name, layout, elementType, channels, width, height } = input
  const { input: preparation, ...rest } = draft
  const keepsSize = ['native', 'shortest-edge'].includes(preparation.geometry.kind)
  const manifest: Manifest = {
    schema: 1,
    id: toId(staged.name),
    version: staged.file.sha256.slice(0, 12),
    name: staged.name.slice(0, 120) || 'Model',
    description: '',
    intendedUse: '',
    licence: (staged.facts.metadata['license'] ?? '').slice(0, 4_000),
    file: staged.file,
    thresholds: draft.decoder.kind === 'classification' ? defaultThresholds(draft.labels) : {},
    scope: { colour: 'any', multiFrame: true, strict: [] },
    ...rest,
    heatmap: draft.heatmap ?? 'occlusion',
    input: {
      ...preparation,
      name,
      layout,
      elementType,
      channels,
      ...(keepsSize || width === undefined ? {} : { width }),
      ...(keepsSize || height === undefined ? {} : { height }),
      dynamicBatch,
      ...(input.batch > 1 ? { fixedBatch: input.batch } : {}),
    },
    evidence: notes.evidence,
  }
  const parsed = manifestSchema.safeParse(manifest)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new TriageError(
    'bad-model',
    `The model cannot be described: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    'run',
  )
}

function defaultThresholds(labels: Manifest['labels']): Manifest['thresholds'] {
  const point = {
    value: 0.5,
    origin: 'default',
    basis: 'No operating point came with the model: 0.5 until one is chosen.',
  } as const
  return Object.fromEntries(labels.filter(({ hidden }) => !hidden).map(({ name }) => [name, { default: point }]))
}

/** Folder name and prefix of columns from a file's name. */
function toId(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
  return plain === '' ? 'model' : plain
}

function unknownLayout({ outputs }: ModelFacts, seen: readonly SeenOutput[]): TriageError {
  const shapes = seen.map(({ name, shape }) => `${name.slice(0, 40)} ${shape.join(' × ')}`).join('; ')
  const declared = outputs.map(shapeText).join('; ')
  return new TriageError(
    'bad-model',
    `Expected scores, boxes or maps of a kind that Firstlook knows; the outputs are ${(shapes === '' ? declared : shapes).slice(0, 200)}.`,
    'run',
  )
}
