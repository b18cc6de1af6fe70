import { limits } from '#shared/limits.ts'
import type { ByteSource } from '#core/dicom/byte-source.ts'
import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import type { Element } from '#core/dicom/data-set/element.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import { bytesOf } from '#core/dicom/data-set/values.ts'
import type { PixelData } from '#core/dicom/pixel-data.ts'
import { isSubsampled } from '#core/dicom/pixels/pixel-format.ts'
import { readOverlayBits } from '#core/dicom/tables/overlay-groups.ts'
import type { PixelDescription } from './pixel-description.ts'

/** Bytes of zeros that writers were seen to put after the pixels. */
const mostPadding = 64 * 1_024

/** Says where the pixel data lies and how it is written. */
export function locatePixelData(
  dataSet: DataSet,
  element: Element,
  kind: PixelData['element'],
  transferSyntaxUid: string,
): PixelData {
  const { offset, length, vr, coding } = element
  if (offset >= dataSet.bytes.size)
    refuseHeader('truncated-pixel-data', 'Expected pixel data; the file ends before it.')
  return {
    element: kind,
    vr: vr ?? 'OW',
    transferSyntaxUid,
    littleEndian: coding.littleEndian,
    offset,
    length,
    overlayBits: readOverlayBits(dataSet),
    extendedOffsets: readExtendedOffsets(dataSet),
  }
}

/**
 * Refuses native pixel data that is too short for the frames, or longer by more than padding: with other rows, columns, samples
 * or bits the same bytes would be another picture. True where there is padding.
 */
export function isNativePadded(pixels: PixelDescription, pixelData: PixelData, source: ByteSource): boolean {
  const { rows, columns, samplesPerPixel, bitsAllocated, numberOfFrames } = pixels
  if (pixelData.length === undefined) {
    refuseHeader('bad-header', 'Expected a stated length of uncompressed pixel data; came an undefined one.')
  }
  const came = Math.min(pixelData.length, source.size - pixelData.offset)
  const full = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated * numberOfFrames) / 8)
  const expected = isSubsampled(pixels.photometricInterpretation) ? Math.ceil((full / 3) * 2) : full
  if (came < expected) refuseHeader('truncated-pixel-data', `Expected ${expected} bytes of pixels; came ${came}.`)
  const surplus = came - expected
  if (surplus <= 1) return false
  const rowBytes = Math.ceil(expected / (rows * numberOfFrames))
  const isBlack = (from: number, length: number): boolean =>
    source.read(pixelData.offset + from, length).every((byte) => byte === 0)
  // After a black last row, zeros may as well be rows or columns that the header does not state.
  const isPadding = surplus <= mostPadding && isBlack(expected, surplus) && !isBlack(expected - rowBytes, rowBytes)
  if (!isPadding) refuseHeader('bad-header', `Expected ${expected} bytes of pixels as the header states; came ${came}.`)
  return true
}

function readExtendedOffsets(dataSet: DataSet): PixelData['extendedOffsets'] {
  const offsets = readVeryLongs(dataSet, attributes.extendedOffsetTable)
  const lengths = readVeryLongs(dataSet, attributes.extendedOffsetTableLengths)
  return offsets.length > 0 && offsets.length === lengths.length ? { offsets, lengths } : undefined
}

function readVeryLongs(dataSet: DataSet, attribute: Attribute): readonly number[] {
  const bytes = bytesOf(dataSet, attribute, limits.dicom.frames * 8)
  if (bytes === undefined || elementOf(dataSet, attribute)?.coding.littleEndian === false) return []
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values = Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) =>
    Number(view.getBigUint64(index * 8, true)),
  )
  return values.every(Number.isSafeInteger) ? values : []
}
