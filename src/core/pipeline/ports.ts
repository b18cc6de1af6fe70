import type { Tensor } from '#core/image/tensor.ts'
import type { AnalysisState, Device, Finding, ModelVersion, Reason, Score } from '#shared/domain.ts'
import type { Failure } from '#shared/errors.ts'
import type { Header } from '#shared/header.ts'
import type { Outcome } from '#shared/jobs.ts'
import type { Manifest } from '#shared/manifest.ts'

/** Where a file lies; made by intake, kept by the store, opened by decode. The pipeline only carries it. */
export type Location = Readonly<Record<string, unknown>>

/** What a walk came upon. */
export type WalkedEntry =
  | {
      readonly kind: 'found'
      readonly displayPath: string
      readonly location: Location
      readonly identity: SourceIdentity
    }
  | { readonly kind: 'refused'; readonly displayPath: string; readonly failure: Failure }
  | { readonly kind: 'skipped'; readonly displayPath: string; readonly what: string }

export type SourceIdentity = { readonly bytes: number; readonly modifiedMs: number; readonly inode: string }

/** A file of a job whose turn it is. */
export type Item = { readonly itemId: number; readonly location: Location; readonly identity: SourceIdentity }

/** What indexing made of one file: header only, plus copy and hash where the policy says so. */
export type Indexed =
  | {
      readonly itemId: number
      readonly kind: 'image'
      readonly header: Header
      readonly location: Location
      readonly identity: SourceIdentity
      readonly sha256?: string | undefined
      readonly copied: boolean
    }
  | { readonly itemId: number; readonly kind: 'skipped'; readonly what: string }
  | { readonly itemId: number; readonly kind: 'refused'; readonly failure: Failure }

/** How an indexed file was settled, or the stored image that it must first be compared with. */
export type Settled =
  | { readonly itemId: number; readonly outcome: Outcome; readonly imageId?: number | undefined }
  | { readonly itemId: number; readonly compareWith: { readonly imageId: number; readonly location: Location } }

export type Comparison = {
  readonly newSha256: string
  readonly existingSha256: string
  readonly samePixels: boolean
}

/** A model version in use, with the thresholds in force for it. */
export type ModelInUse = {
  readonly version: ModelVersion
  readonly manifest: Manifest
  readonly folder: string
  readonly thresholds: Readonly<
    Record<string, { readonly value: number; readonly origin: 'author' | 'default' | 'site' }>
  >
  readonly shadow: boolean
}

/** An image whose turn it is to be analysed, by the model versions that have not judged it yet. */
export type AnalysisTask = {
  readonly imageId: number
  readonly location: Location
  readonly frame: number
  readonly models: readonly { readonly analysisId: number; readonly sha256: string }[]
  readonly wantsThumbnail: boolean
}

export type PrepareRequest = {
  readonly location: Location
  readonly frame: number
  readonly models: readonly Pick<Manifest, 'input' | 'scope' | 'id'>[]
  readonly thumbnail: boolean
}

/** A decoded image made ready for every model that may judge it; the others say why not. */
export type Prepared = {
  readonly inputs: readonly (
    | { readonly tensor: Tensor }
    | { readonly reasons: readonly Reason[] }
    | { readonly failure: Failure }
  )[]
  readonly image: ImageSize
  /** Of the file's bytes, and of the stored values. */
  readonly sha256: string
  readonly pixelSha256: string
  readonly thumbnail?: Uint8Array | undefined
  readonly preprocessingVersion: number
  readonly elapsedMs: { readonly decode: number; readonly prepare: number }
}

/** Size of the stored image that a tensor was made of. */
export type ImageSize = { readonly rows: number; readonly columns: number }

export type AssessRequest = {
  readonly model: Pick<ModelInUse, 'version' | 'manifest' | 'folder' | 'thresholds'>
  readonly inputs: readonly { readonly tensor: Tensor; readonly image: ImageSize }[]
}

/** A model's answer on a batch, image by image, and what it ran on. */
export type Assessed = {
  readonly results: readonly (
    | {
        readonly scores: readonly Score[]
        readonly findings: readonly Finding[]
        /** Of a gate: why the models behind it may not judge this picture; empty when they may. */
        readonly blocks: readonly Reason[]
      }
    | { readonly failure: Failure }
  )[]
  readonly device: Device
  readonly runtimeVersion: string
  readonly threads: number
  readonly elapsedMs: number
}

export type SavedAnalysis = {
  readonly analysisId: number
  readonly imageId: number
  readonly analysis: Exclude<AnalysisState, { state: 'queued' | 'running' }>
}

export type SavedImage = {
  readonly imageId: number
  readonly sha256?: string | undefined
  readonly pixelSha256?: string | undefined
  readonly thumbnail?: Uint8Array | undefined
  readonly analyses: readonly SavedAnalysis[]
}

/** What the pipeline asks of the decode processes. */
export type DecodePort = {
  walk(input: {
    readonly walkId: string
    readonly sources: readonly string[]
  }): Promise<{ readonly entries: readonly WalkedEntry[]; readonly done: boolean }>
  /** Whether the source under which a file lies is gone, or is a folder with nothing in it. */
  isSourceGone(input: { readonly sources: readonly string[]; readonly location: Location }): Promise<boolean>
  index(input: { readonly items: readonly Item[]; readonly copy: CopyPolicy }): Promise<readonly Indexed[]>
  compare(input: { readonly location: Location; readonly existing: Location }): Promise<Comparison>
  prepare(input: PrepareRequest): Promise<Prepared>
}

export type CopyPolicy = 'automatic' | 'always' | 'never'

/** What it asks of the infer process. */
export type InferPort = { assess(input: AssessRequest): Promise<Assessed> }

/** What it asks of the store process. */
export type StorePort = {
  addItems(input: { readonly jobId: number; readonly entries: readonly WalkedEntry[] }): Promise<unknown>
  finishWalk(input: { readonly jobId: number }): Promise<unknown>
  claimItems(input: { readonly jobId: number; readonly limit: number }): Promise<readonly Item[]>
  saveIndexed(input: { readonly jobId: number; readonly results: readonly Indexed[] }): Promise<readonly Settled[]>
  settleCollision(input: { readonly jobId: number; readonly itemId: number } & Comparison): Promise<unknown>
  claimAnalyses(input: { readonly limit: number }): Promise<readonly AnalysisTask[]>
  saveAnalyses(input: { readonly images: readonly SavedImage[] }): Promise<unknown>
  recordCrash(input: { readonly sha256: string; readonly kind: string }): Promise<{ readonly disabled: boolean }>
}

export type Clock = { readonly now: () => Date }
