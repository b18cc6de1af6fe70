import { z } from 'zod'
import { failureSchema } from './domain.ts'

/** How a job's files end up; each file is in exactly one. */
export const outcomes = ['imported', 'duplicate', 'conflict', 'refused', 'skipped'] as const
export type Outcome = (typeof outcomes)[number]

export const jobStates = ['running', 'paused', 'done', 'cancelled', 'waiting'] as const

const count = z.number().int().nonnegative()

/** A durable import, as shown while it runs and afterwards. */
export const jobSchema = z.object({
  id: z.number().int().positive(),
  kind: z.enum(['import', 'watch', 'analyse']),
  state: z.enum(jobStates),
  /** Why it waits: disk full, the source vanished. */
  waitingFor: failureSchema.optional(),
  createdAt: z.string(),
  finishedAt: z.string().optional(),
  /** Sources as the person named them: shown in the window, never logged. */
  sources: z.array(z.string()),
  walked: z.boolean(),
  counts: z.object({
    found: count,
    queued: count,
    imported: count,
    duplicate: count,
    conflict: count,
    refused: count,
    skipped: count,
    /** Analyses of this job's images, one for each image and model version. */
    toAnalyse: count,
    analysed: count,
    notAssessed: count,
    failed: count,
  }),
  ratePerSecond: z.number().nonnegative().optional(),
  secondsLeft: z.number().nonnegative().optional(),
})
export type Job = z.infer<typeof jobSchema>

/** One file that is not simply in: refused, failed, skipped or conflicting, with the reason. */
export const problemSchema = z.object({
  id: z.number().int().positive(),
  jobId: z.number().int().positive(),
  kind: z.enum(['refused', 'failed', 'skipped', 'conflict']),
  path: z.string(),
  failure: failureSchema.optional(),
  /** For skipped files: what it is. */
  what: z.string().optional(),
  imageId: z.number().int().positive().optional(),
})
export type Problem = z.infer<typeof problemSchema>
