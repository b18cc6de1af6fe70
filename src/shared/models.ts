import { z } from 'zod'
import { deviceSchema } from './domain.ts'
import { manifestSchema } from './manifest.ts'

/** A model version that is installed, with its standing on this workstation. */
export const installedModelSchema = z.object({
  manifest: manifestSchema,
  bundled: z.boolean(),
  state: z.enum(['active', 'shadow', 'inactive', 'disabled', 'unusable']),
  /** Why it is disabled (three crashes) or unusable. */
  why: z.string().optional(),
  /** False until a threshold is chosen or confirmed for this very version. */
  thresholdConfirmed: z.boolean(),
  /** Maps from score to probability that were accepted here for this version, by label. */
  recalibrations: z.array(
    z.object({ label: z.string(), curve: z.array(z.object({ score: z.number(), probability: z.number() })) }),
  ),
  card: z.string(),
})
export type InstalledModel = z.infer<typeof installedModelSchema>

/** An ambiguity of a dropped model that a person must settle; nothing is guessed silently. */
export const modelQuestionSchema = z.object({
  field: z.string(),
  question: z.string(),
  candidates: z.array(z.object({ value: z.string(), meaning: z.string() })),
})
export type ModelQuestion = z.infer<typeof modelQuestionSchema>

export const modelProposalSchema = z.object({
  proposalId: z.string(),
  manifest: manifestSchema,
  questions: z.array(modelQuestionSchema),
})
export type ModelProposal = z.infer<typeof modelProposalSchema>

export const modelTrialSchema = z.object({
  device: deviceSchema,
  scores: z.array(z.object({ label: z.string(), score: z.number() })),
  boxes: z.number().int().nonnegative(),
  networkView: z.string(),
  elapsedMs: z.number(),
})
export type ModelTrial = z.infer<typeof modelTrialSchema>

export const providerSchema = z.object({
  name: z.string(),
  usable: z.boolean(),
  /** Empty when usable. */
  why: z.string(),
})
export type Provider = z.infer<typeof providerSchema>

export const verificationSchema = z.object({
  id: z.string(),
  version: z.string(),
  passed: z.boolean(),
  cases: z.number().int(),
  /** The first stage that differs: file, tensor, scores, boxes; `run` where the model does not run at all. */
  differs: z.string().optional(),
  largestDifference: z.number().optional(),
})
export type Verification = z.infer<typeof verificationSchema>
