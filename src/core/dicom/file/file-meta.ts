import { attributes } from '#core/dicom/data-set/attributes.ts'
import { explicitLittleEndian, implicitLittleEndian } from '#core/dicom/data-set/coding.ts'
import { toDataSet } from '#core/dicom/data-set/data-set.ts'
import { readElement } from '#core/dicom/data-set/element.ts'
import type { HeaderBytes } from '#core/dicom/data-set/header-bytes.ts'
import { numberOf, textOf } from '#core/dicom/data-set/values.ts'
import { walkElements } from '#core/dicom/data-set/walk.ts'

/** The file meta information (PS3.10 7.1), as far as it is there, and where the data set starts. */
export type FileMeta = {
  readonly transferSyntaxUid?: string | undefined
  readonly mediaStorageSopClassUid?: string | undefined
  readonly mediaStorageSopInstanceUid?: string | undefined
  readonly dataSetStart: number
}

export const deflated = '1.2.840.10008.1.2.1.99'

/** Reads group 0002 at the position, always in little endian; its length as stated is believed only where it must be. */
export function readFileMeta(bytes: HeaderBytes, start: number): FileMeta {
  const first = readElement(bytes, start, bytes.size, explicitLittleEndian)
  if (first === undefined || first.tag >>> 16 !== 2) return { dataSetStart: start }
  const coding = first.vr === undefined ? implicitLittleEndian : explicitLittleEndian
  const walked = walkElements(bytes, coding, { start, end: bytes.size }, (tag) => tag >>> 16 !== 2)
  const meta = toDataSet(bytes, walked.elements)
  const transferSyntaxUid = textOf(meta, attributes.transferSyntaxUid)
  const length = numberOf(meta, attributes.fileMetaInformationGroupLength)
  // Deflated bytes can look like one more element of the group.
  const stated = length === undefined ? walked.position : start + 12 + length
  return {
    transferSyntaxUid,
    mediaStorageSopClassUid: textOf(meta, attributes.mediaStorageSopClassUid),
    mediaStorageSopInstanceUid: textOf(meta, attributes.mediaStorageSopInstanceUid),
    dataSetStart: transferSyntaxUid === deflated ? Math.min(stated, walked.position) : walked.position,
  }
}
