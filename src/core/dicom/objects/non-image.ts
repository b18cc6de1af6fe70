import type { NonImage } from '#shared/header.ts'
import { attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import { textOf } from '#core/dicom/data-set/values.ts'
import type { FileMeta } from '#core/dicom/file/file-meta.ts'
import { isPrivateClass, nameNonImage } from './sop-classes.ts'

/** Names an object without pixel data; refuses one that should have some, or that is of no known kind. */
export function toNonImage(dataSet: DataSet, meta: FileMeta, truncated: boolean): NonImage {
  if (dataSet.elements.size === 0) refuseHeader('truncated', 'Expected a data set; the file ends before it.')
  const sopClassUid = textOf(dataSet, attributes.sopClassUid) ?? meta.mediaStorageSopClassUid
  const what = nameNonImage(sopClassUid, textOf(dataSet, attributes.modality))
  if (what !== undefined) return { format: 'dicom', sopClassUid, what }
  if (truncated) refuseHeader('truncated', 'Expected pixel data; the file ends within an element before it.')
  if (elementOf(dataSet, attributes.rows)) {
    refuseHeader('not-an-image', 'Expected the pixel data that the header describes; came none.')
  }
  if (isPrivateClass(sopClassUid)) return { format: 'dicom', sopClassUid, what: "A vendor's own object" }
  return refuseHeader('not-an-image', 'Expected pixel data; the object has none.')
}
