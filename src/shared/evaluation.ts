import { z } from 'zod'

const count = z.number().int().nonnegative()
const id = z.number().int().positive()

/** An estimate with its 95 % confidence interval. */
export const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number() })
export type Estimate = z.infer<typeof estimateSchema>

/** How a file of reference labels maps to cases. */
export const referenceMappingSchema = z.object({
  idColumn: z.string(),
  labelColumn: z.string(),
  /** Values that count as positive; empty: anything but no-finding, normal, 0, negative or empty. */
  positive: z.array(z.string()),
  match: z.enum(['auto', 'sop-instance-uid', 'path', 'accession', 'study-instance-uid', 'patient-id']),
})
export type ReferenceMapping = z.infer<typeof referenceMappingSchema>

export const referencePreviewSchema = z.object({
  token: z.string(),
  columns: z.array(z.string()),
  sample: z.array(z.array(z.string())),
  rows: count,
  suggested: referenceMappingSchema,
})

export const referenceSetSchema = z.object({
  id,
  name: z.string(),
  importedAt: z.string(),
  mapping: referenceMappingSchema,
  matched: count,
  /** True of numbers other than 0 and 1: scores of other software, not a reference. */
  areScores: z.boolean(),
  unmatched: z.array(
    z.object({ row: z.number().int(), id: z.string(), why: z.enum(['no-case', 'ambiguous', 'contradictory']) }),
  ),
})
export type ReferenceSet = z.infer<typeof referenceSetSchema>

export const evaluationRequestSchema = z.object({
  modelId: z.string(),
  modelSha256: z.string().optional(),
  label: z.string(),
  /** A set of labels, or the readings committed unaided. */
  reference: z.union([z.object({ set: id }), z.object({ readings: z.enum(['unaided', 'all']) })]),
  unit: z.enum(['image', 'study', 'patient']),
  combine: z.enum(['max', 'mean']),
  cohortId: id.optional(),
  threshold: z.number().optional(),
  subgroup: z.enum(['sex', 'age', 'modality', 'view', 'site', 'encoding']).optional(),
})
export type EvaluationRequest = z.infer<typeof evaluationRequestSchema>

/** Accuracy of one model version and label against a reference standard. */
export const evaluationSchema = z.object({
  n: count,
  positives: count,
  unmatched: count,
  notAssessed: count,
  auc: estimateSchema.optional(),
  averagePrecision: estimateSchema.optional(),
  threshold: z.number(),
  confusion: z.object({ tp: count, fp: count, tn: count, fn: count }),
  sensitivity: estimateSchema.optional(),
  specificity: estimateSchema.optional(),
  ppv: estimateSchema.optional(),
  npv: estimateSchema.optional(),
  calibration: z.object({
    slope: z.number().optional(),
    intercept: z.number().optional(),
    ece: z.number(),
    bins: z.array(z.object({ predicted: z.number(), observed: z.number(), n: count })),
  }),
  roc: z.array(z.object({ threshold: z.number(), sensitivity: z.number(), falsePositiveRate: z.number() })),
  precisionRecall: z.array(z.object({ threshold: z.number(), precision: z.number(), recall: z.number() })),
  /** Sensitivity and specificity with the not-assessed cases left out, taken as negative, taken as positive. */
  notAssessedAs: z.record(
    z.enum(['excluded', 'negative', 'positive']),
    z.object({ sensitivity: estimateSchema.optional(), specificity: estimateSchema.optional(), n: count }),
  ),
  subgroups: z.array(
    z.object({
      name: z.string(),
      n: count,
      positives: count,
      auc: estimateSchema.optional(),
      smallNumbers: z.boolean(),
    }),
  ),
  missed: z.array(z.object({ studyId: id, score: z.number() })),
  /** Boxes at an overlap (IoU) of a half, where the reference has any. */
  detection: z
    .object({
      images: count,
      boxes: count,
      ap50: z.number(),
      froc: z.array(z.object({ threshold: z.number(), falsePositivesPerImage: z.number(), sensitivity: z.number() })),
    })
    .optional(),
  warnings: z.array(z.string()),
})
export type Evaluation = z.infer<typeof evaluationSchema>

export const thresholdRecordSchema = z.object({
  id,
  modelId: z.string(),
  modelSha256: z.string(),
  label: z.string(),
  value: z.number(),
  origin: z.enum(['author', 'default', 'site']),
  setAt: z.string(),
  setBy: z.string(),
  basis: z.string(),
})
export type ThresholdRecord = z.infer<typeof thresholdRecordSchema>

export const comparisonSchema = z.object({
  n: count,
  aucA: estimateSchema,
  aucB: estimateSchema,
  difference: estimateSchema,
  pValue: z.number(),
  changes: z.array(z.object({ studyId: id, scoreA: z.number(), scoreB: z.number(), reference: z.boolean() })),
})
export type Comparison = z.infer<typeof comparisonSchema>

export const driftSchema = z.object({
  periods: z.array(
    z.object({
      from: z.string(),
      n: count,
      meanScore: z.number(),
      /** 95 % interval of the mean; absent of fewer than two scores. */
      meanLow: z.number().optional(),
      meanHigh: z.number().optional(),
      quartiles: z.tuple([z.number(), z.number(), z.number()]),
      notAssessedFraction: z.number(),
      agreement: z.number().optional(),
      /** Population stability index against the reference period. */
      stabilityIndex: z.number(),
      /** What the index stays below in 95 of 100 periods without any shift. */
      stabilityByChance: z.number(),
      /** Too few scores here or in the reference to tell a shift from chance. */
      smallNumbers: z.boolean(),
    }),
  ),
})
export type Drift = z.infer<typeof driftSchema>

export const recalibrationSchema = z.object({
  token: z.string(),
  kind: z.enum(['platt', 'isotonic']),
  before: z.object({ ece: z.number(), brier: z.number() }),
  /** Cross-validated. */
  after: z.object({ ece: z.number(), brier: z.number() }),
  curve: z.array(z.object({ score: z.number(), probability: z.number() })),
})
export type Recalibration = z.infer<typeof recalibrationSchema>

export const agreementSchema = z.object({
  pairs: z.array(
    z.object({ a: z.string(), b: z.string(), n: count, agreement: z.number(), kappa: estimateSchema.optional() }),
  ),
})
export type Agreement = z.infer<typeof agreementSchema>

export const cohortSchema = z.object({
  id,
  name: z.string(),
  createdAt: z.string(),
  frozen: z.boolean(),
  flow: z.object({
    found: count,
    excluded: z.array(z.object({ why: z.string(), n: count })),
    notAssessed: count,
    analysed: count,
  }),
})
export type Cohort = z.infer<typeof cohortSchema>
