import { limits } from '#shared/limits.ts'
import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import type { Element } from '#core/dicom/data-set/element.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import { bytesOf } from '#core/dicom/data-set/values.ts'
import type { PixelData } from '#core/dicom/pixel-data.ts'
import type { PixelDescription } from './pixel-description.ts'

const subsampled = new Set(['YBR_FULL_422', 'YBR_PARTIAL_422'])

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
    extendedOffsets: readExtendedOffsets(dataSet),
  }
}

/** Refuses native pixel data that is too short for the frames; true where it is longer than they take. */
export function isNativeLonger(pixels: PixelDescription, pixelData: PixelData, size: number): boolean {
  const { rows, columns, samplesPerPixel, bitsAllocated, numberOfFrames } = pixels
  if (pixelData.length === undefined) {
    refuseHeader('bad-header', 'Expected a stated length of uncompressed pixel data; came an undefined one.')
  }
  const came = Math.min(pixelData.length, size - pixelData.offset)
  const full = Math.ceil((rows * columns * samplesPerPixel * bitsAllocated * numberOfFrames) / 8)
  const shared = subsampled.has(pixels.photometricInterpretation) && came < full
  const expected = shared ? Math.ceil((full / 3) * 2) : full
  if (came < expected) refuseHeader('truncated-pixel-data', `Expected ${expected} bytes of pixels; came ${came}.`)
  return came > expected + 1
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
