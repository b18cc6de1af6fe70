import { z } from 'zod'
import { auditRecordSchema, auditVerificationSchema } from './audit.ts'
import { errorKinds, type Failure } from './errors.ts'
import { failureSchema, findingSchema, markSchema, readingSchema, regionSchema, verdicts } from './domain.ts'
import * as evaluation from './evaluation.ts'
import { jobSchema, problemSchema } from './jobs.ts'
import { limits } from './limits.ts'
import { manifestSchema } from './manifest.ts'
import * as models from './models.ts'
import { settingsSchema, windowSettings } from './settings.ts'
import { foundPatientSchema, frameSchema, heatmapSchema, networkViewSchema, studyDetailSchema } from './study.ts'
import {
  flagRuleSchema,
  worklistCountsSchema,
  worklistFilterSchema,
  worklistPageSchema,
  worklistSortSchema,
} from './worklist.ts'

const id = z.number().int().positive()
const text = z.string().max(limits.ipc.textLength)
const nothing = z.undefined()
const done = z.undefined()
const page = z.object({
  after: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(limits.ipc.pageRows),
})
/** A file that the person chose to write in a dialog; absent when the dialog was closed. */
const saved = z.object({ rows: z.number().int().nonnegative() }).optional()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const modelVersion = z.object({ modelId: z.string(), sha256 })

/** The wall: every request the window may make. One argument in, one reply out; paths never cross it. */
export const requests = {
  'app:state': [
    nothing,
    z.object({
      version: z.string(),
      settings: settingsSchema,
      providers: z.array(models.providerSchema),
      notices: z.array(text),
      differing: z.array(models.verificationSchema),
      secretStore: z.string(),
      dataFolder: z.object({ bytes: z.number(), free: z.number(), journalMode: z.string() }),
      startedWith: z.object({ unfinishedJobs: z.number().int() }),
    }),
  ],
  'app:accept-notice': [nothing, done],
  'app:open-data-folder': [nothing, done],
  'reader:choose': [z.object({ name: z.string().trim().min(1).max(80) }), done],
  'settings:set': [z.object({ key: z.enum(windowSettings), value: z.unknown() }), settingsSchema],

  'intake:choose': [
    z.object({ what: z.enum(['files', 'folder']), copy: z.boolean().optional() }),
    z.object({ jobId: id }).optional(),
  ],
  'intake:samples': [nothing, z.object({ jobId: id })],
  'intake:watch': [z.object({ action: z.enum(['choose', 'stop']) }), settingsSchema],
  'job:list': [nothing, z.array(jobSchema)],
  'job:control': [z.object({ jobId: id, action: z.enum(['pause', 'resume', 'cancel', 'retry']) }), jobSchema],
  'job:problems': [page.extend({ jobId: id }), z.object({ rows: z.array(problemSchema), next: z.string().optional() })],
  'job:save-problems': [z.object({ jobId: id }), saved],

  'worklist:list': [page.extend({ filter: worklistFilterSchema, sort: worklistSortSchema }), worklistPageSchema],
  'worklist:preview-rules': [
    z.object({ rules: z.array(flagRuleSchema) }),
    z.object({ before: worklistCountsSchema, after: worklistCountsSchema }),
  ],
  'study:get': [z.object({ studyId: id }), studyDetailSchema],
  'study:delete': [z.object({ studyId: id }), z.object({ images: z.number().int(), bytes: z.number() })],
  'study:prefetch': [z.object({ studyId: id }), done],
  /** Other people, not one with `not` yet, by PatientID or name. */
  'patient:find': [z.object({ search: z.string().trim().min(2).max(200), not: id }), z.array(foundPatientSchema)],
  'patient:merge': [z.object({ patientId: id, into: id }), done],
  'patient:unmerge': [z.object({ patientId: id }), done],
  'conflict:resolve': [z.object({ imageId: id, keep: z.enum(['first', 'second', 'both']) }), done],
  'image:relink': [z.object({ imageId: id }), z.object({ relinked: z.number().int() }).optional()],

  'image:frame': [z.object({ imageId: id, frame: z.number().int().positive() }), frameSchema],
  /** Display-size grey or colour picture, encoded; small enough to answer a click at once. */
  'image:preview': [
    z.object({ imageId: id, maxSide: z.union([z.literal(128), z.literal(1_024)]) }),
    z.object({ asset: z.string() }),
  ],
  'image:heatmap': [z.object({ imageId: id, modelId: z.string(), label: z.string() }), heatmapSchema],
  'image:network-view': [z.object({ imageId: id, modelId: z.string() }), networkViewSchema],

  'reading:start': [z.object({ studyId: id }), z.object({ startedAt: z.string(), unaided: z.boolean() })],
  'reading:commit': [
    z.object({
      studyId: id,
      verdict: z.enum(verdicts),
      comment: z.string().max(4_000),
      marks: z.array(markSchema).max(500),
      role: z.enum(['reader', 'adjudicator']),
      supersedes: id.optional(),
    }),
    readingSchema,
  ],
  'reading:undo': [z.object({ readingId: id }), done],
  'reading:summary': [z.object({ studyId: id }), saved],
  'discordance:list': [
    page,
    z.object({
      rows: z.array(
        z.object({
          studyId: id,
          patientName: z.string(),
          patientId: z.string(),
          acquiredAt: z.string().optional(),
          kind: z.enum(['reader-model', 'reader-reader']),
          score: z.number().optional(),
          findings: z.array(findingSchema),
          readings: z.array(readingSchema),
          adjudicated: z.boolean(),
        }),
      ),
      next: z.string().optional(),
    }),
  ],

  'model:list': [nothing, z.array(models.installedModelSchema)],
  'model:choose': [nothing, models.modelProposalSchema.optional()],
  'model:try': [
    z.object({ proposalId: z.string(), manifest: manifestSchema, imageId: id.optional() }),
    models.modelTrialSchema,
  ],
  'model:save': [z.object({ proposalId: z.string(), manifest: manifestSchema }), models.installedModelSchema],
  'model:set-state': [modelVersion.extend({ state: z.enum(['active', 'shadow', 'inactive']) }), done],
  'model:remove': [modelVersion, done],
  'model:verify': [modelVersion, models.verificationSchema],

  'reference:choose': [nothing, evaluation.referencePreviewSchema.optional()],
  'reference:import': [
    z.object({ token: z.string(), name: text, mapping: evaluation.referenceMappingSchema }),
    evaluation.referenceSetSchema,
  ],
  'reference:list': [nothing, z.array(evaluation.referenceSetSchema)],
  'evaluation:run': [evaluation.evaluationRequestSchema, evaluation.evaluationSchema],
  'evaluation:compare': [
    evaluation.evaluationRequestSchema.extend({
      otherModelId: z.string(),
      otherSha256: sha256.optional(),
      otherSet: id.optional(),
    }),
    evaluation.comparisonSchema,
  ],
  'evaluation:agreement': [z.object({ cohortId: id.optional() }), evaluation.agreementSchema],
  'evaluation:drift': [
    z.object({ modelId: z.string(), label: z.string(), days: z.number().int().positive() }),
    evaluation.driftSchema,
  ],
  'evaluation:save': [
    z.object({
      request: evaluation.evaluationRequestSchema,
      format: z.enum(['json', 'csv', 'svg']),
      svg: z.string().max(5_000_000).optional(),
    }),
    saved,
  ],
  'threshold:list': [z.object({ modelId: z.string() }), z.array(evaluation.thresholdRecordSchema)],
  'threshold:set': [
    modelVersion.extend({ label: z.string(), value: z.number(), basis: text }),
    evaluation.thresholdRecordSchema,
  ],
  'threshold:revert': [modelVersion.extend({ label: z.string() }), evaluation.thresholdRecordSchema.optional()],
  'recalibration:propose': [
    evaluation.evaluationRequestSchema.extend({ kind: z.enum(['platt', 'isotonic']) }),
    evaluation.recalibrationSchema,
  ],
  'recalibration:accept': [z.object({ token: z.string() }), done],
  'recalibration:revert': [modelVersion.extend({ label: z.string() }), done],
  'cohort:list': [nothing, z.array(evaluation.cohortSchema)],
  'cohort:create': [
    z.object({ name: z.string().trim().min(1).max(80), filter: worklistFilterSchema }),
    evaluation.cohortSchema,
  ],

  'export:run': [
    z.object({
      format: z.enum(['csv', 'coco', 'yolo', 'jsonl', 'dicom']),
      level: z.enum(['study', 'image', 'finding', 'reading']),
      identified: z.boolean(),
      byteOrderMark: z.boolean(),
      filter: worklistFilterSchema,
      /** Burned-in text seen and accepted, without which such files are held back. */
      burnedInConfirmed: z.boolean(),
      /** Blanked in such files, in pixels of the stored image. */
      masks: z.array(regionSchema).max(50),
      /** Seals the table from pseudonyms to identities, written beside the export. */
      crosswalkPassphrase: z.string().min(limits.passphrase.least).max(limits.passphrase.most).optional(),
    }),
    z.object({ rows: z.number().int(), held: z.number().int() }).optional(),
  ],
  'audit:list': [page, z.object({ rows: z.array(auditRecordSchema), next: z.string().optional() })],
  'audit:verify': [nothing, auditVerificationSchema],
  /** How many images the export that runs has come past; absent while none runs. */
  'export:progress': [nothing, z.object({ read: z.number().int().nonnegative().optional() })],
  'audit:export': [nothing, saved],
  'store:check': [nothing, z.object({ healthy: z.boolean(), checked: z.number().int(), damaged: z.number().int() })],
  'store:backup': [nothing, z.object({ bytes: z.number() }).optional()],
} as const satisfies Record<string, readonly [z.ZodType, z.ZodType]>

/**
 * Files dropped on the window. The preload alone sends it, with paths that Electron told it of real files; no function
 * of the window takes a path.
 */
export const droppedRequest = {
  channel: 'intake:dropped',
  input: z.array(z.string().min(1).max(limits.ipc.textLength)).max(1_000),
  output: z.object({ jobId: id }).optional(),
}

export type Channel = keyof typeof requests
export type RequestOf<C extends Channel> = z.infer<(typeof requests)[C][0]>
export type ReplyOf<C extends Channel> = z.infer<(typeof requests)[C][1]>

/** What main tells the window unasked. */
export const events = {
  'job:progress': jobSchema,
  'worklist:changed': z.object({ revision: z.number().int(), arrived: z.number().int() }),
  'study:changed': z.object({ studyId: id }),
  'device:notice': z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('restarted'), role: z.enum(['decode', 'infer', 'store']), why: z.enum(errorKinds) }),
    /** A model that runs on another provider from now on; `why` is a kind of failure or the runtime's own words. */
    /** A model gives other numbers than its training framework since the runtime or a driver changed. */
    z.object({ kind: z.literal('differs'), model: text, why: text }),
    z.object({ kind: z.literal('dropped'), model: text, provider: text, why: text, next: text }),
  ]),
  'intake:started': z.object({ jobId: id }),
  'model:dropped': models.modelProposalSchema,
  'model:refused': failureSchema,
  'menu:command': z.object({
    command: z.enum([
      'open-files',
      'open-folder',
      'export',
      'settings',
      'shortcuts',
      'worklist',
      'models',
      'evaluation',
      'audit',
    ]),
  }),
} as const satisfies Record<string, z.ZodType>
export type EventName = keyof typeof events
export type EventOf<E extends EventName> = z.infer<(typeof events)[E]>

/** Every reply crosses as an envelope, since Electron keeps only an error's message. */
export type Envelope<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }
