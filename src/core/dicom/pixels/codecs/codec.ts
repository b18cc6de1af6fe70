import type { Cells } from '#core/dicom/pixels/cells.ts'
import type { PixelFormat } from '#core/dicom/pixels/pixel-format.ts'

/** Samples as a codec gives them: interleaved, not yet masked to BitsStored. */
export type Decoded = {
  readonly cells: Cells
  /** Messages of the codec about bytes that it could not make sense of. */
  readonly complaints: number
}

/** One instance of a codec in memory of its own. It may be left in any state by a frame that it cannot decode. */
export type Codec = {
  decode(bytes: Uint8Array, format: PixelFormat): Decoded
  /** Bytes that the instance holds; its memory never shrinks. */
  heldBytes(): number
}
