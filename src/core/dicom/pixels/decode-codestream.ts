import type { DicomImage } from '#core/dicom/pixel-data.ts'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import { codedValues } from './coded-values.ts'
import { type CodecName, decodeWith } from './codecs/with-codec.ts'
import type { Codestream, CodestreamKind } from './codestreams/codestream.ts'
import { expectCodestream } from './codestreams/expect-codestream.ts'
import { readCodestream, startsCodestream } from './codestreams/read-codestream.ts'
import { encapsulatedFrame } from './frame-fragments.ts'
import { atFullChroma, type PixelFormat } from './pixel-format.ts'
import { refuse } from './refuse.ts'

/** One frame of a transfer syntax whose codestream has a header of its own: compared before decoding, checked after. */
export async function decodeCodestream(
  image: DicomImage,
  format: PixelFormat,
  frame: number,
  kind: CodestreamKind,
  lossy: boolean,
): Promise<StoredPixels> {
  if (format.bitsAllocated !== 8 && format.bitsAllocated !== 16) {
    refuse('unsupported-pixels', `Expected 8 or 16 bits allocated in a compressed frame; came ${format.bitsAllocated}.`)
  }
  const bytes = encapsulatedFrame(image, frame, startsCodestream[kind])
  const codestream = readCodestream(kind, bytes, format)
  expectCodestream(codestream, format)
  if (!codestream.ended) {
    refuse('truncated-pixel-data', 'Expected a codestream with its end marker; the frame ends before it.')
  }
  const coded = { ...format, ...cellOf(codestream.bits) }
  const decoded = await decodeWith(codecOf(kind, codestream), image, (codec) => codec.decode(bytes, coded))
  if (decoded.complaints > 0) refuse('decode-failed', 'Expected an intact codestream; its codec found it damaged.')
  const { rows, columns, samplesPerPixel, bitsStored, signed } = format
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsStored,
    signed,
    data: codedValues(decoded.cells, format, { ...codestream, lossy }),
    photometricInterpretation: atFullChroma(codestream.photometricInterpretation),
  }
}

/** The cell that a codec gives samples in: by the codestream's depth, whatever the header allocates for them. */
function cellOf(bits: number): Pick<PixelFormat, 'bitsAllocated' | 'bitsStored' | 'highBit'> {
  return { bitsAllocated: bits > 8 ? 16 : 8, bitsStored: bits, highBit: bits - 1 }
}

function codecOf(kind: CodestreamKind, codestream: Codestream): CodecName {
  const signedBytes = codestream.signed === true && codestream.bits <= 8
  return signedBytes && (kind === 'jpeg-2000' || kind === 'htj2k') ? `signed-${kind}` : kind
}
