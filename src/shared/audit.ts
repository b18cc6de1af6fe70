import { z } from 'zod'

/** Everything that leaves a record; each is written in the transaction of the change itself. */
export const auditActions = [
  'start',
  'stop',
  'import',
  'refuse',
  'view',
  'analyse',
  'reading',
  'adjudicate',
  'export',
  'delete',
  'setting',
  'threshold',
  'model-add',
  'model-remove',
  'model-disable',
  'notice-accepted',
  'merge',
  'resolve-conflict',
  'relink',
  'reference',
  'cohort',
  'recalibrate',
  'check-failed',
  'backup',
  'security',
] as const
export type AuditAction = (typeof auditActions)[number]

/** What a change says of itself. Ids only: never a name, a path or a value of a patient. */
export type AuditEvent = {
  readonly action: AuditAction
  readonly actor: string
  readonly subject: string
  readonly detail: Readonly<Record<string, string | number | boolean>>
}

export const auditRecordSchema = z.object({
  sequence: z.number().int().positive(),
  at: z.string(),
  action: z.enum(auditActions),
  actor: z.string(),
  subject: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  hash: z.string(),
})
export type AuditRecord = z.infer<typeof auditRecordSchema>

export const auditVerificationSchema = z.object({
  intact: z.boolean(),
  records: z.number().int().nonnegative(),
  /** The first record that does not fit, and why. */
  brokenAt: z.number().int().optional(),
  why: z.enum(['edited', 'missing', 'truncated', 'replaced', 'head-missing']).optional(),
})
export type AuditVerification = z.infer<typeof auditVerificationSchema>
