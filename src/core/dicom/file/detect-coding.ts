import {
  type Coding,
  explicitBigEndian,
  explicitLittleEndian,
  implicitLittleEndian,
} from '#core/dicom/data-set/coding.ts'
import type { HeaderBytes } from '#core/dicom/data-set/header-bytes.ts'
import { vrOf } from '#core/dicom/data-set/vrs.ts'

/**
 * How a data set that starts at the position is written, by its first element: data sets begin with a low group number, and
 * explicit ones show a VR. `undefined` where no data set can start there. Files whose transfer syntax says otherwise exist.
 */
export function detectCoding(bytes: HeaderBytes, position: number): Coding | undefined {
  const head = bytes.read(position, 8)
  if (head.length < 8) return undefined
  const group = explicitLittleEndian.numbers.readUint16(head, 0)
  const swapped = explicitBigEndian.numbers.readUint16(head, 0)
  const explicit = vrOf(head[4] ?? 0, head[5] ?? 0) !== undefined
  if (explicit) return swapped < group ? explicitBigEndian : explicitLittleEndian
  const length = implicitLittleEndian.numbers.readUint32(head, 4)
  const fits = length === 0xffffffff || position + 8 + length <= bytes.size
  return fits ? implicitLittleEndian : undefined
}
