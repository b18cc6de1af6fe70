import type { DicomImage } from '#core/dicom/pixel-data.ts'
import { transferSyntaxes } from '#core/dicom/pixels/transfer-syntaxes.ts'

/**
 * Reads an overlay that lies in a bit of the pixel cells that the image does not use (retired, PS3.3 2004 C.9.2), of native
 * pixel data only: compressed cells do not keep it.
 */
export function readEmbeddedPlane(
  image: DicomImage,
  bit: number,
  size: { readonly rows: number; readonly columns: number },
  frame: number,
): Uint8Array | undefined {
  const { rows, columns, bitsAllocated, bitsStored, highBit, samplesPerPixel } = image.header.image
  const { transferSyntaxUid, littleEndian, offset } = image.pixelData
  const unused = bit >= 0 && bit < bitsAllocated && (bit > highBit || bit <= highBit - bitsStored)
  const native = transferSyntaxes[transferSyntaxUid]?.coding === 'native'
  const whole = size.rows === rows && size.columns === columns && samplesPerPixel === 1
  if (!unused || !native || !whole || (bitsAllocated !== 16 && (bitsAllocated !== 8 || !littleEndian))) return undefined
  const cellBytes = bitsAllocated / 8
  const frameBytes = rows * columns * cellBytes
  const cells = image.source.read(offset + (frame - 1) * frameBytes, frameBytes)
  const inCell = littleEndian ? bit >>> 3 : cellBytes - 1 - (bit >>> 3)
  return Uint8Array.from(
    { length: rows * columns },
    (_, pixel) => ((cells[pixel * cellBytes + inCell] ?? 0) >>> (bit & 7)) & 1,
  )
}
