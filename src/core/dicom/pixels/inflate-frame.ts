import { inflateRawSync } from 'node:zlib'
import { frameBits, type PixelFormat } from './pixel-format.ts'
import { refuse } from './refuse.ts'

/** One frame of Deflated Image Frame Compression (PS3.5 A.4.13), never more than the frame's own bytes and one of padding. */
export function inflateFrame(bytes: Uint8Array, format: PixelFormat): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.ceil(frameBits(format) / 8) + 1 })
  } catch {
    return refuse(
      'decode-failed',
      'Expected a deflated frame of the size that the header states; it cannot be inflated.',
    )
  }
}
