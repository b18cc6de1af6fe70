import { z } from 'zod'
import { errorKinds, stages } from './errors.ts'

/** Our own id of a stored thing: what logs, messages and the renderer use in place of a path or a patient's name. */
const id = z.number().int().positive()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** ISO 8601 with zone. */
const instant = z.iso.datetime({ offset: true })

export const failureSchema = z.object({ kind: z.enum(errorKinds), message: z.string(), stage: z.enum(stages) })

/** Why nothing judged an image. Codes carry parameters; the renderer's catalogue words them. */
export const reasonSchema = z.object({
  code: z.enum([
    // flagged
    'label-above-threshold',
    // not assessed
    'no-model',
    'queued',
    'gate-unsuitable',
    'out-of-scope-modality',
    'out-of-scope-body-part',
    'out-of-scope-view',
    'out-of-scope-age',
    'out-of-scope-intent',
    'out-of-scope-size',
    'out-of-scope-colour',
    'out-of-scope-frames',
    'unsupported',
    'failed',
    'model-removed',
    'conflict',
    'unread-blind',
    // not flagged
    'below-threshold',
  ]),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Reason = z.infer<typeof reasonSchema>

/** `[x, y, width, height]` in stored-image pixels. */
export const boxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()])

const provider = z.enum(['cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml'])

/** A provider that was given up: with the kind of failure where its process ended, else with the runtime's own words. */
export const droppedProviderSchema = z.object({ provider, why: z.string() })
export type DroppedProvider = z.infer<typeof droppedProviderSchema>

/** The execution provider that ran a result, and how many graph nodes fell back to the CPU. */
export const deviceSchema = z.object({
  provider,
  fallbackNodes: z.number().int().nonnegative(),
  /** Better providers that this model was tried on and that failed, in that order; absent where none did. */
  dropped: z.array(droppedProviderSchema).optional(),
})
export type Device = z.infer<typeof deviceSchema>

/** A label's score on one image, with the threshold in use when it was judged. */
export const scoreSchema = z.object({
  label: z.string(),
  score: z.number(),
  threshold: z.number().optional(),
  thresholdOrigin: z.enum(['author', 'default', 'site']).optional(),
})
export type Score = z.infer<typeof scoreSchema>

/** What a model says it found: a label above its threshold, with a box where the model localises. */
export const findingSchema = z.object({
  /** Once it is stored: what a reader's mark refers to. */
  id: id.optional(),
  label: z.string(),
  score: z.number(),
  box: boxSchema.optional(),
  /** Run-length encoded mask in stored-image pixels, column-major as in COCO. */
  mask: z.object({ size: z.tuple([z.number(), z.number()]), counts: z.array(z.number()) }).optional(),
})
export type Finding = z.infer<typeof findingSchema>

export const modelVersionSchema = z.object({ id: z.string(), version: z.string(), sha256 })
export type ModelVersion = z.infer<typeof modelVersionSchema>

/** Everything needed to run a result again and to know where it came from. */
export const provenanceSchema = z.object({
  model: modelVersionSchema,
  preprocessingVersion: z.number().int(),
  inputSha256: sha256,
  frame: z.number().int().positive(),
  device: deviceSchema,
  runtimeVersion: z.string(),
  threads: z.number().int().positive(),
  appVersion: z.string(),
  analysedAt: instant,
  elapsedMs: z.object({ decode: z.number(), prepare: z.number(), run: z.number() }),
})
export type Provenance = z.infer<typeof provenanceSchema>

/**
 * The analysis of one image by one model version. *Failed with findings* cannot be written:
 * a scan that could not be analysed never looks like a normal one.
 */
export const analysisStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('queued') }),
  z.object({ state: z.literal('running') }),
  z.object({
    state: z.literal('done'),
    scores: z.array(scoreSchema),
    findings: z.array(findingSchema),
    provenance: provenanceSchema,
  }),
  z.object({ state: z.literal('not-assessed'), reasons: z.array(reasonSchema).min(1) }),
  z.object({ state: z.literal('failed'), failure: failureSchema }),
])
export type AnalysisState = z.infer<typeof analysisStateSchema>

/** The three groups, in the order of every list. */
export const groups = ['flagged', 'not-assessed', 'not-flagged'] as const
export type Group = (typeof groups)[number]

/** A person at the workstation; there are no accounts. */
export const readerSchema = z.string().trim().min(1).max(80)

export const verdicts = ['normal', 'abnormal', 'technically-limited'] as const

/** A reader's mark on an image: the model's finding accepted, rejected or corrected, or one of the reader's own. */
export const markSchema = z.object({
  imageId: id,
  action: z.enum(['accept', 'reject', 'correct', 'add', 'delete']),
  findingId: id.optional(),
  label: z.string().min(1).max(120),
  box: boxSchema.optional(),
  comment: z.string().max(4_000).optional(),
})
export type Mark = z.infer<typeof markSchema>

/** A reading is a new record, never an edit of the model's finding or of another reading. */
export const readingSchema = z.object({
  id,
  studyId: id,
  reader: readerSchema,
  verdict: z.enum(verdicts),
  /** True when it was committed before anything of a model or another reader was shown. */
  unaided: z.boolean(),
  role: z.enum(['reader', 'adjudicator']),
  comment: z.string().max(4_000),
  marks: z.array(markSchema),
  startedAt: instant,
  committedAt: instant,
  durationMs: z.number().nonnegative(),
  /** The reading this one takes the place of, when it was undone or revised. */
  supersedes: id.optional(),
})
export type Reading = z.infer<typeof readingSchema>

const pixel = z.number().int().nonnegative().max(1_000_000)
/** A rectangle of whole pixels of the stored image, from its upper left corner. */
export const regionSchema = z.object({ x: pixel, y: pixel, width: pixel.min(1), height: pixel.min(1) })
export type Region = Readonly<z.infer<typeof regionSchema>>
