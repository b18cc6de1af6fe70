import { z } from 'zod'
import type { Header } from './header.ts'
import { analysisStateSchema, groups, modelVersionSchema, readingSchema, reasonSchema } from './domain.ts'

const id = z.number().int().positive()

/** The analysis of one image by one model version, with whether something newer has replaced its inputs. */
export const analysisSchema = z.object({
  id,
  imageId: id,
  frame: z.number().int().positive(),
  model: modelVersionSchema,
  analysis: analysisStateSchema,
  stale: z.boolean(),
  /** Shadow results are stored and evaluated, and shown nowhere in the worklist. */
  shadow: z.boolean(),
})
export type Analysis = z.infer<typeof analysisSchema>

const loose = z.custom<Header>((value) => typeof value === 'object' && value !== null)

export const imageSchema = z.object({
  id,
  seriesId: id,
  header: loose,
  availability: z.enum(['available', 'missing', 'changed', 'damaged']),
  copied: z.boolean(),
  conflict: z.boolean(),
  analyses: z.array(analysisSchema),
})
export type StoredImage = z.infer<typeof imageSchema>

export const priorSchema = z.object({
  studyId: id,
  acquiredAt: z.string().optional(),
  studyDescription: z.string(),
  modality: z.string(),
  /** The image that hangs beside: same kind and view where there is one. Without results, whoever looks. */
  image: imageSchema.optional(),
})

/** A person of the list, as a reader tells one from another. */
export const foundPatientSchema = z.object({
  id,
  patientId: z.string(),
  patientName: z.string(),
  patientBirthDate: z.string().optional(),
  patientSex: z.string().optional(),
  studies: z.number().int().positive(),
})
export type FoundPatient = z.infer<typeof foundPatientSchema>

export const studyDetailSchema = z.object({
  studyId: id,
  studyInstanceUid: z.string(),
  group: z.enum(groups).optional(),
  level: z.string().optional(),
  reasons: z.array(reasonSchema),
  patient: z.object({
    id,
    patientId: z.string(),
    patientName: z.string(),
    patientBirthDate: z.string().optional(),
    patientSex: z.string().optional(),
    /** Same PatientID with another name, birth date or sex, and patients that a person said are this one. */
    warnings: z.array(
      z.object({
        kind: z.enum(['same-id-other-identity', 'merged']),
        otherPatientId: id,
        patientId: z.string(),
        patientName: z.string(),
        patientBirthDate: z.string().optional(),
        patientSex: z.string().optional(),
        studies: z.number().int().positive(),
      }),
    ),
  }),
  series: z.array(
    z.object({
      id,
      seriesInstanceUid: z.string(),
      modality: z.string(),
      description: z.string(),
      imageIds: z.array(id),
    }),
  ),
  images: z.array(imageSchema),
  priors: z.array(priorSchema),
  /** Empty while an unaided reading is open. */
  readings: z.array(readingSchema),
  /** True while the current reader has yet to commit an unaided reading. */
  unaided: z.boolean(),
})
export type StudyDetail = z.infer<typeof studyDetailSchema>

/** What the viewer needs to show a frame; the bytes come from `asset` by the app's own scheme. */
export const frameSchema = z.object({
  imageId: id,
  frame: z.number().int().positive(),
  frames: z.number().int().positive(),
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  /** `r8`…`r16i`: one sample of that type, little endian; `f32`: float; `rgb8`: three interleaved. */
  pixelFormat: z.enum(['r8', 'r8i', 'r16', 'r16i', 'f32', 'rgb8']),
  /** modality value = value · slope + intercept */
  slope: z.number(),
  intercept: z.number(),
  units: z.string().optional(),
  /** Show high values dark: MONOCHROME1 or an inverse presentation LUT. */
  inverse: z.boolean(),
  windows: z.array(
    z.object({
      center: z.number(),
      width: z.number(),
      function: z.enum(['LINEAR', 'LINEAR_EXACT', 'SIGMOID']),
      explanation: z.string().optional(),
    }),
  ),
  /** Modality value → 16-bit grey, when the file brings a VOI LUT. */
  voiLut: z.object({ firstMapped: z.number(), entries: z.instanceof(Uint16Array) }).optional(),
  /** The file's overlay planes as one, where any sets a pixel: eight pixels a byte, the first in the lowest bit. */
  overlay: z.instanceof(Uint8Array).optional(),
  /** The sample that all padding has and nothing else; absent where nothing is padded. */
  paddingValue: z.number().optional(),
  /** Of the modality values, padding left out. */
  minimum: z.number(),
  maximum: z.number(),
  header: loose,
  /** Relative URL, good for this start of the program only. */
  asset: z.string(),
})
export type Frame = z.infer<typeof frameSchema>

export const heatmapSchema = z.object({
  method: z.enum(['class-activation', 'occlusion']),
  label: z.string(),
  /** Relevance 0..1 on a coarse grid over the region `[x, y, width, height]` of the stored image, row by row. */
  rows: z.number().int().positive(),
  columns: z.number().int().positive(),
  values: z.instanceof(Float32Array),
  region: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Whether hiding the hottest region lowered the score, and by how much. */
  sanity: z.object({ lowered: z.boolean(), before: z.number(), after: z.number() }),
})
export type Heatmap = z.infer<typeof heatmapSchema>

/** What the network saw. */
export const networkViewSchema = z.object({
  asset: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** The part of the stored image that reached the tensor. */
  region: z.tuple([z.number(), z.number(), z.number(), z.number()]),
})
