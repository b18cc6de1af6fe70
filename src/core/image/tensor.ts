import type { ImageToModel } from '#shared/geometry.ts'

/** A model's input, with the way back to image coordinates. */
export type Tensor = {
  /** N = 1; the layout is the manifest's, NCHW or NHWC, or CHW where the graph has no batch axis. */
  readonly shape: readonly number[]
  readonly data: Float32Array
  readonly imageToModel: ImageToModel
  /** Of the tensor's bytes, hex. */
  readonly sha256: string
}
