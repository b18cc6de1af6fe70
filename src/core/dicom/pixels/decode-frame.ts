import type { DicomImage } from '#core/dicom/pixel-data.ts'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import { interleave } from './cells.ts'
import { decodeCodestream } from './decode-codestream.ts'
import { decodeRle } from './decode-rle.ts'
import { expectPhotometric } from './expect-photometric.ts'
import { encapsulatedFrame } from './frame-fragments.ts'
import { inflateFrame } from './inflate-frame.ts'
import { nativeCells, nativeFrame } from './native-frame.ts'
import { atFullChroma, isSubsampled, type PixelFormat, frameBits, readPixelFormat } from './pixel-format.ts'
import { refuse } from './refuse.ts'
import { valuesOfCells } from './stored-values.ts'
import { isTornBySign, tornSteps } from './torn-by-sign.ts'
import { transferSyntaxes } from './transfer-syntaxes.ts'
import type { Cells } from './cells.ts'

/**
 * The stored values of one frame, from 1. Reads that frame's bytes only. Every encoding is decoded exactly or refused: a transfer
 * syntax by its name, a codestream of another image than the header's, one that is cut short, one that its codec cannot read.
 * Chroma comes at full resolution, so YBR_FULL_422 is given as YBR_FULL and YBR_PARTIAL_422 keeps its name for its range; palette
 * indices stay indices; nothing is scaled or inverted.
 */
export async function decodeFrame(image: DicomImage, frame: number): Promise<StoredPixels> {
  const { pixelData, header } = image
  const syntax = transferSyntaxes[pixelData.transferSyntaxUid]
  if (syntax === undefined || syntax.coding === 'refused') {
    const name = syntax?.name ?? pixelData.transferSyntaxUid
    return refuse('unsupported-transfer-syntax', `Expected a transfer syntax that can be decoded; came ${name}.`)
  }
  expectPhotometric(syntax, header.image.photometricInterpretation)
  const format = readPixelFormat(header.image, pixelData)
  const frames = header.image.numberOfFrames
  if (!(Number.isInteger(frame) && frame >= 1 && frame <= frames)) {
    refuse('bad-argument', `Expected a frame from 1 to ${frames}; came ${frame}.`)
  }
  switch (syntax.coding) {
    case 'native':
      return fromCells(nativeFrame(image, format, frame), format)
    case 'encapsulated-native':
      return fromCells(wholeCells(encapsulatedFrame(image, frame, undefined), format), format)
    case 'deflated-frames':
      return fromCells(wholeCells(inflateFrame(encapsulatedFrame(image, frame, undefined), format), format), format)
    case 'rle':
      return fromCells(decodeRle(encapsulatedFrame(image, frame, undefined), format), { ...format, planar: false })
    default:
      return decodeCodestream(image, format, frame, syntax.coding, syntax.lossy)
  }
}

function fromCells(cells: Cells, format: PixelFormat): StoredPixels {
  const interleaved = format.planar && !isSubsampled(format.photometricInterpretation) ? interleave(cells, 3) : cells
  const { rows, columns, samplesPerPixel, bitsStored, signed, photometricInterpretation } = format
  const data = valuesOfCells(interleaved, format)
  const isTorn = signed && format.element === 'integer' && isTornBySign(data, columns, bitsStored, tornSteps)
  if (isTorn) refuse('bad-header', 'Expected signed samples as the header states; came unsigned.')
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsStored,
    signed,
    data,
    photometricInterpretation: atFullChroma(photometricInterpretation),
  }
}

/** Cells of one whole native frame in a fragment, which may be padded to an even length. */
function wholeCells(bytes: Uint8Array, format: PixelFormat): Cells {
  const subsampled = isSubsampled(format.photometricInterpretation)
  const expected = Math.ceil((subsampled ? (frameBits(format) / 3) * 2 : frameBits(format)) / 8)
  if (bytes.length < expected)
    refuse('truncated-pixel-data', `Expected a frame of ${expected} bytes; came ${bytes.length}.`)
  if (bytes.length > expected + 1)
    refuse('codestream-mismatch', `Expected a frame of ${expected} bytes; came ${bytes.length}.`)
  return nativeCells(bytes.subarray(0, expected), format, 0, true, subsampled)
}
