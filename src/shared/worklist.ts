import { z } from 'zod'
import { groups, reasonSchema, verdicts } from './domain.ts'

const id = z.number().int().positive()
const count = z.number().int().nonnegative()

export const worklistFilterSchema = z.object({
  /** Full-text over patient, accession, description and labels. */
  search: z.string().max(200).optional(),
  groups: z.array(z.enum(groups)).optional(),
  modalities: z.array(z.string().max(16)).optional(),
  /** `YYYY-MM-DD`, inclusive. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  reading: z.enum(['read', 'unread']).optional(),
  readBy: z.string().max(80).optional(),
  labels: z.array(z.string().max(120)).optional(),
  level: z.string().max(40).optional(),
  jobId: id.optional(),
  cohortId: id.optional(),
})
export type WorklistFilter = z.infer<typeof worklistFilterSchema>

/** `triage` is the order of the product: group, level, then oldest acquisition. `random` is the unaided order of a seed. */
export const worklistSortSchema = z.object({
  by: z.enum(['triage', 'acquired', 'arrived', 'patient', 'modality', 'score', 'random']),
  descending: z.boolean(),
  seed: z.number().int().nonnegative().optional(),
})
export type WorklistSort = z.infer<typeof worklistSortSchema>

export const worklistRowSchema = z.object({
  studyId: id,
  studyInstanceUid: z.string(),
  /** Absent in an unaided list, with everything else that a model or another reader gave. */
  group: z.enum(groups).optional(),
  level: z.string().optional(),
  reasons: z.array(reasonSchema),
  topScore: z.number().optional(),
  stale: z.boolean(),
  patientName: z.string(),
  patientId: z.string(),
  patientBirthDate: z.string().optional(),
  patientSex: z.string().optional(),
  patientWarning: z.boolean(),
  modality: z.string(),
  studyDescription: z.string(),
  accessionNumber: z.string(),
  acquiredAt: z.string().optional(),
  arrivedAt: z.string(),
  images: count,
  queued: count,
  thumbnailImageId: id.optional(),
  read: z.boolean(),
  verdict: z.enum(verdicts).optional(),
})
export type WorklistRow = z.infer<typeof worklistRowSchema>

export const worklistCountsSchema = z.object({
  total: count,
  read: count,
  unread: count,
  flagged: count,
  notAssessed: count,
  notFlagged: count,
})

export type WorklistCounts = z.infer<typeof worklistCountsSchema>

export const worklistPageSchema = z.object({
  rows: z.array(worklistRowSchema),
  /** Opaque key of the next page; absent on the last. */
  next: z.string().optional(),
  counts: worklistCountsSchema,
  /** Grows with every change that could alter the list. */
  revision: count,
})
export type WorklistPage = z.infer<typeof worklistPageSchema>

export const savedFilterSchema = z.object({
  name: z.string().min(1).max(80),
  filter: worklistFilterSchema,
  sort: worklistSortSchema,
})

/** Site rules: which labels flag, at what level, for which model. */
export const flagRuleSchema = z.object({
  modelId: z.string(),
  label: z.string(),
  flags: z.boolean(),
  /** A site's own name for a stronger level of flagged, with the score from which it counts. */
  levels: z.array(z.object({ name: z.string().min(1).max(40), from: z.number() })).max(5),
})
export type FlagRule = z.infer<typeof flagRuleSchema>
