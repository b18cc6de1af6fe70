import type { DicomImage } from '#core/dicom/pixel-data.ts'
import { isTriageError } from '#shared/errors.ts'
import { refuse } from '#core/dicom/pixels/refuse.ts'
import type { Codec, Decoded } from './codec.ts'
import { startCharls, startOpenjpeg, startOpenjph } from './cornerstone-codec.ts'
import { startJpeg, startJpegXl, startSignedHtj2k, startSignedJpeg2000 } from './native-codecs.ts'

const starters = {
  jpeg: startJpeg,
  'jpeg-ls': startCharls,
  'jpeg-2000': startOpenjpeg,
  htj2k: startOpenjph,
  'jpeg-xl': startJpegXl,
  'signed-jpeg-2000': startSignedJpeg2000,
  'signed-htj2k': startSignedHtj2k,
} as const

export type CodecName = keyof typeof starters

/** An instance that holds more than this after a frame is let go: WebAssembly memory never shrinks. */
const heldBytesKept = 512 * 1024 ** 2

const kept = new Map<CodecName, { readonly codec: Codec; readonly owner: WeakRef<DicomImage> }>()

/**
 * Decodes with an instance that has never seen another image, so that no byte of one can show in another, and that is never used
 * again after an error: one bad frame can spoil the good ones after it.
 */
export async function decodeWith(
  name: CodecName,
  image: DicomImage,
  decode: (codec: Codec) => Decoded,
): Promise<Decoded> {
  const known = kept.get(name)
  const codec = known?.owner.deref() === image ? known.codec : await starters[name]()
  kept.delete(name)
  const decoded = attempt(codec, decode)
  if (decoded.complaints === 0 && codec.heldBytes() <= heldBytesKept)
    kept.set(name, { codec, owner: new WeakRef(image) })
  return decoded
}

function attempt(codec: Codec, decode: (codec: Codec) => Decoded): Decoded {
  try {
    return decode(codec)
  } catch (error) {
    if (isTriageError(error)) throw error
    // Codecs throw numbers and objects that may hold the file's bytes: nothing of them is passed on.
    return refuse('decode-failed', 'Expected a frame that its codec can decode; it gave up.')
  }
}
