import { z } from 'zod'
import { limits } from './limits.ts'

/**
 * The descriptor of one model version (`model.json`): all that is needed to feed the graph and to read its answer.
 * One schema serves the shipped models and any file a user drops.
 */

/** Folder name and prefix of CSV columns. */
export const modelIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** A file inside the model's own folder. */
const fileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/)
const text = z.string().max(4_000)
const numbers = z.array(z.number()).max(4)

export const modelFamilies = [
  'generic-classifier',
  'torchxrayvision',
  'ultralytics-v5-detect',
  'ultralytics-v8-detect',
  'ultralytics-end-to-end',
  'ultralytics-rt-detr',
  'ultralytics-classify',
  'ultralytics-v8-segment',
  'torchvision-detection',
  'hugging-face-classification',
  'hugging-face-detr',
  'hugging-face-rt-detr',
  'monai-bundle',
  'keras-tf2onnx',
  'segmentation-map',
] as const
export type ModelFamily = (typeof modelFamilies)[number]

/** All widen with the ratio where a side shrinks, as Pillow's do, but `linear-plain`: the nearest two pixels of each axis, as OpenCV's. */
export const kernels = ['nearest', 'linear', 'linear-plain', 'cubic', 'lanczos3'] as const

/** How an image becomes the width and height the graph wants. */
const geometrySchema = z.discriminatedUnion('kind', [
  /** Both axes scaled to the size, aspect ratio given up. */
  z.object({ kind: z.literal('stretch'), kernel: z.enum(kernels) }),
  /** Scaled to fit and padded in the middle, as Ultralytics; `padValue` in 0..255. */
  z.object({ kind: z.literal('letterbox'), kernel: z.enum(kernels), padValue: z.number().min(0).max(255) }),
  /** The middle square, then scaled. */
  z.object({ kind: z.literal('center-crop'), kernel: z.enum(kernels) }),
  /** Shortest edge scaled to `shortestEdge`, then the middle width × height. */
  z.object({
    kind: z.literal('shortest-edge-crop'),
    kernel: z.enum(kernels),
    shortestEdge: z.number().int().positive(),
  }),
  /** Scaled to a width and height of its own, aspect ratio given up, then the middle width × height. */
  z.object({
    kind: z.literal('stretch-crop'),
    kernel: z.enum(kernels),
    stretchWidth: z.number().int().positive(),
    stretchHeight: z.number().int().positive(),
  }),
  /** Scaled to a shortest edge, the longest at most `longestEdge`; the graph takes any size. */
  z.object({
    kind: z.literal('shortest-edge'),
    kernel: z.enum(kernels),
    shortestEdge: z.number().int().positive(),
    longestEdge: z.number().int().positive(),
    /** Both sides cut down to whole multiples of this many pixels. */
    multipleOf: z.number().int().positive().optional(),
  }),
  /** As it is: the graph takes any size and scales by itself. */
  z.object({ kind: z.literal('native') }),
])

/** How grey levels become numbers, applied to v in 0..1 (or to stored values over their full scale). */
const scalingSchema = z.discriminatedUnion('kind', [
  /** v · (high − low) + low */
  z.object({ kind: z.literal('range'), low: z.number(), high: z.number() }),
  /** Each image's own minimum and maximum to low and high; `resized`: those that it has in its new size. */
  z.object({
    kind: z.literal('per-image-min-max'),
    low: z.number(),
    high: z.number(),
    resized: z.boolean().optional(),
  }),
  /** Values from..to mapped to low..high and clipped, or, with `open`, continued beyond (MONAI ScaleIntensityRange). */
  z.object({
    kind: z.literal('clip'),
    from: z.number(),
    to: z.number(),
    low: z.number(),
    high: z.number(),
    open: z.boolean().optional(),
  }),
  /** Each image, or each of its channels, to mean 0 and standard deviation 1. */
  z.object({ kind: z.literal('per-image-standardise'), nonzero: z.boolean(), channelWise: z.boolean().optional() }),
])

const inputSchema = z.object({
  name: z.string().min(1),
  /** `CHW` is a graph without batch axis (torchvision detection). */
  layout: z.enum(['NCHW', 'NHWC', 'CHW']),
  elementType: z.enum(['float32', 'float16', 'uint8']),
  channels: z.union([z.literal(1), z.literal(3)]),
  colour: z.enum(['grey', 'rgb', 'bgr']),
  /** Absent for geometry that keeps the image's size. */
  width: z.number().int().positive().max(limits.model.inputSide).optional(),
  height: z.number().int().positive().max(limits.model.inputSide).optional(),
  /**
   * `stored`: stored values over 2^BitsStored − 1, MONOCHROME1 inverted; `modality`: modality units;
   * `displayed`: after VOI and inversion, 16 bits.
   */
  pixelSource: z.enum(['stored', 'modality', 'displayed']),
  geometry: geometrySchema,
  /** Width and height swapped, as MONAI's PIL reader does. */
  transpose: z.boolean(),
  scaling: scalingSchema,
  /** Per channel (or one for all), after scaling. */
  mean: numbers,
  std: numbers,
  /** False when the graph's batch axis is fixed. */
  dynamicBatch: z.boolean(),
  /** The images that a graph with a fixed batch axis takes at a time, where that is not one: the image is repeated. */
  fixedBatch: z.number().int().min(2).max(limits.model.fixedBatch).optional(),
})
export type ManifestInput = z.infer<typeof inputSchema>

const outputSchema = z.object({
  role: z.enum(['scores', 'cam', 'detections', 'boxes', 'labels', 'masks', 'prototypes', 'segmentation']),
  name: z.string().min(1),
})

const activation = z.enum(['none', 'sigmoid', 'softmax'])

/** How outputs become scores, boxes and masks. */
const decoderSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('classification'),
    activation,
    /** TorchXRayVision's operating-point normalisation, one threshold a label; absent where the graph holds it. */
    opNorm: z.array(z.number().nullable()).optional(),
  }),
  z.object({
    kind: z.literal('yolo-v8'),
    confidence: z.number(),
    iou: z.number(),
    maxDetections: z.number().int(),
    masks: z.number().int().nonnegative(),
  }),
  z.object({
    kind: z.literal('yolo-v5'),
    confidence: z.number(),
    iou: z.number(),
    maxDetections: z.number().int(),
    masks: z.number().int().nonnegative().optional(),
  }),
  /** `masks`: coefficients a detection, for the segmenting kind. */
  z.object({
    kind: z.literal('yolo-end-to-end'),
    confidence: z.number(),
    masks: z.number().int().nonnegative().optional(),
  }),
  z.object({ kind: z.literal('yolo-rt-detr'), confidence: z.number() }),
  /** Boxes in tensor pixels; labels count from `firstLabel`. */
  z.object({ kind: z.literal('torchvision-detection'), firstLabel: z.number().int(), scoreFloor: z.number() }),
  z.object({ kind: z.literal('detr'), confidence: z.number() }),
  z.object({ kind: z.literal('rt-detr'), confidence: z.number(), topK: z.number().int() }),
  /** `channelsLast`: the classes of a cell stand side by side, as TensorFlow has them. */
  z.object({
    kind: z.literal('segmentation'),
    activation,
    background: z.number().int().optional(),
    channelsLast: z.boolean().optional(),
  }),
])
export type Decoder = z.infer<typeof decoderSchema>

const labelSchema = z.object({
  name: z
    .string()
    .min(1)
    .max(120)
    .regex(/^[^\p{C}]+$/u),
  explanation: text,
  code: z.object({ system: z.enum(['RadLex', 'SNOMED CT']), value: z.string(), meaning: z.string() }).optional(),
  /** Whether this label above its threshold puts a study among the flagged. */
  flags: z.boolean(),
  /** Untrained or unused outputs: never shown, never exported. */
  hidden: z.boolean(),
})
export type ManifestLabel = z.infer<typeof labelSchema>

const estimate = z.object({ value: z.number(), low: z.number(), high: z.number() })

const operatingPointSchema = z.object({
  value: z.number(),
  origin: z.enum(['author', 'default', 'site']),
  /** On which cases it was chosen. */
  basis: text,
  sensitivity: estimate.optional(),
  specificity: estimate.optional(),
  falseFlagsPer100Normals: estimate.optional(),
  ppvAt5Percent: estimate.optional(),
  ppvAt20Percent: estimate.optional(),
})

export const operatingPoints = ['default', 'high-sensitivity', 'high-specificity'] as const

/** What a model may assess; an absent list means any, an unknown value of the header passes unless `strict` names the field. */
const scopeSchema = z.object({
  modalities: z.array(z.string()).optional(),
  bodyParts: z.array(z.string()).optional(),
  views: z.array(z.string()).optional(),
  ageYears: z.object({ min: z.number(), max: z.number() }).optional(),
  intents: z.array(z.string()).optional(),
  minSide: z.number().int().positive().optional(),
  /** `grey` refuses colour images. */
  colour: z.enum(['any', 'grey']),
  /** False: images of more than one frame are out of scope. */
  multiFrame: z.boolean(),
  strict: z.array(z.enum(['modality', 'body-part', 'view', 'age', 'intent'])),
})
export type Scope = z.infer<typeof scopeSchema>

/** What a field of a proposed manifest was read from. */
const evidenceSchema = z.object({
  field: z.string(),
  source: z.enum(['metadata', 'sidecar', 'names', 'shape', 'constant', 'probe', 'default', 'user']),
  detail: text,
})
export type Evidence = z.infer<typeof evidenceSchema>

export const manifestSchema = z.object({
  schema: z.literal(1),
  id: modelIdSchema,
  version: z.string().min(1).max(40),
  name: z.string().min(1).max(120),
  description: text,
  intendedUse: text,
  licence: text,
  family: z.enum(modelFamilies),
  task: z.enum(['classification', 'detection', 'segmentation', 'gate']),
  file: z.object({
    name: fileName,
    sha256,
    bytes: z.number().int().positive(),
    /** External weights, hashed with the file. */
    externalData: z.array(z.object({ name: fileName, sha256, bytes: z.number().int().nonnegative() })),
  }),
  input: inputSchema,
  outputs: z.array(outputSchema).min(1),
  decoder: decoderSchema,
  /** sigmoid(slope · logit + intercept); without it the screens say score, never probability. */
  calibration: z
    .object({
      kind: z.literal('platt'),
      slope: z.number(),
      intercept: z.number(),
      fittedOn: text,
      prevalence: z.number(),
    })
    .optional(),
  labels: z.array(labelSchema).min(1),
  thresholds: z.record(z.string(), z.partialRecord(z.enum(operatingPoints), operatingPointSchema)),
  scope: scopeSchema,
  gate: modelIdSchema.optional(),
  /**
   * `cam`: the `cam` output gives maps whose mean and a constant make the logit; without such an output they are made from the
   * last feature maps and the linear layer behind their mean.
   */
  heatmap: z.enum(['cam', 'occlusion', 'none']),
  evidence: z.array(evidenceSchema),
})
export type Manifest = z.infer<typeof manifestSchema>

/** Outputs of the training framework that the product must reproduce. */
export const goldenSchema = z.object({
  computedBy: z.string(),
  tolerance: z.object({ score: z.number(), box: z.number() }),
  cases: z
    .array(
      z.object({
        /** A phantom of the phantom writer, by its options. */
        phantom: z.record(z.string(), z.unknown()).optional(),
        /** Or a file beside golden.json. */
        file: z.string().optional(),
        sha256: sha256.optional(),
        tensorMean: z.number().optional(),
        tensorStd: z.number().optional(),
        scores: z.record(z.string(), z.number()).optional(),
        boxes: z
          .array(
            z.object({
              label: z.string(),
              score: z.number(),
              box: z.tuple([z.number(), z.number(), z.number(), z.number()]),
            }),
          )
          .optional(),
      }),
    )
    .min(1),
})
export type Golden = z.infer<typeof goldenSchema>
