import { attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf, firstItem } from '#core/dicom/data-set/data-set.ts'
import { bytesOf } from '#core/dicom/data-set/values.ts'
import { latin1Text } from '#core/dicom/text/decode-text.ts'

const longestBytes = 16 * 1_024 * 1_024
const headBytes = 128

/** The ICC profile of an image (PS3.3 C.11.15) or of its first optical path, where it is one by its signature and size. */
export function readIccProfile(dataSet: DataSet): Uint8Array | undefined {
  const holder = elementOf(dataSet, attributes.iccProfile)
    ? dataSet
    : firstItem(dataSet, attributes.opticalPathSequence)
  const bytes = holder && bytesOf(holder, attributes.iccProfile, longestBytes)
  if (bytes === undefined || bytes.length < headBytes || latin1Text(bytes.subarray(36, 40)) !== 'acsp') return undefined
  const stated = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0)
  return stated >= headBytes && stated <= bytes.length ? bytes.slice(0, stated) : undefined
}
