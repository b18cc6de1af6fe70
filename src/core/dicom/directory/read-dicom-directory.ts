import { limits } from '#shared/limits.ts'
import { attributes } from '#core/dicom/data-set/attributes.ts'
import { itemsOf, toDataSet } from '#core/dicom/data-set/data-set.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import { textsOf } from '#core/dicom/data-set/values.ts'
import { walkElements } from '#core/dicom/data-set/walk.ts'
import type { ByteSource } from '#core/dicom/byte-source.ts'
import { openFile } from '#core/dicom/file/open-file.ts'

const mostComponents = 8

/**
 * Reads the files that a DICOMDIR refers to (PS3.3 F.3), each as the components of its id below the directory. Refuses ids that
 * PS3.10 8.2 and 8.5 do not allow: a component is at most eight of `A-Z`, `0-9` and `_`, so none can leave the folder.
 */
export function readDicomDirectory(source: ByteSource): readonly (readonly string[])[] {
  const { bytes, start, coding } = openFile(source)
  const walked = walkElements(bytes, coding, { start, end: bytes.size })
  if (walked.truncated) refuseHeader('truncated', 'Expected a whole DICOM directory; it ends within an element.')
  const dataSet = toDataSet(bytes, walked.elements)
  if (!walked.elements.has(attributes.directoryRecordSequence.tag)) {
    refuseHeader('bad-header', 'Expected a DICOM directory with records; came another object.')
  }
  const ids = itemsOf(dataSet, attributes.directoryRecordSequence)
    .map((record) => textsOf(record, attributes.referencedFileId))
    .filter((id) => id.length > 0)
  if (ids.length > limits.dicom.items)
    refuseHeader('limit', `Expected at most ${limits.dicom.items} records; came more.`)
  for (const id of ids) checkFileId(id)
  return ids
}

function checkFileId(id: readonly string[]): void {
  const allowed = id.length <= mostComponents && id.every((component) => /^[A-Z0-9_]{1,8}$/.test(component))
  if (allowed) return
  const escapes = id.some((component) => component === '..' || /[/\\:]/.test(component) || component.includes('\0'))
  refuseHeader(
    escapes ? 'path-escape' : 'bad-header',
    'Expected file ids of up to eight components, each of up to eight capitals, digits and underscores; came another.',
  )
}
