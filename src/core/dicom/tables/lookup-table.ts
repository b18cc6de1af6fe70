import { type Attribute, attributes } from '#core/dicom/data-set/attributes.ts'
import { type DataSet, elementOf } from '#core/dicom/data-set/data-set.ts'
import { bytesOf, numbersOf, textOf } from '#core/dicom/data-set/values.ts'
import type { LookupTable } from '#core/dicom/stored-pixels.ts'
import { cellsOfTable } from './table-cells.ts'

/** The three values of a LUT descriptor (PS3.3 C.11.1.1), found possible. */
export type LutDescriptor = Pick<LookupTable, 'firstMapped' | 'bits'> & { readonly entries: number }

const mostEntries = 65_536

/** Reads a descriptor; its first input value is signed where the VR or the pixels are. `undefined` for an impossible one. */
export function readDescriptor(
  dataSet: DataSet,
  attribute: Attribute,
  pixelRepresentation: number,
): LutDescriptor | undefined {
  const [count = Number.NaN, first = Number.NaN, bits = 0] = numbersOf(dataSet, attribute)
  if (!Number.isInteger(count) || !Number.isInteger(first) || !(bits >= 1 && bits <= 16)) return undefined
  const signed = pixelRepresentation === 1 || elementOf(dataSet, attribute)?.vr === 'SS'
  const word = first & 0xffff
  const firstMapped = signed && word >= 0x8000 ? word - 0x10000 : word
  // Sixteen bits cannot say 65536: it is written as 0, and as a negative number where the VR is signed.
  return { entries: count & 0xffff || mostEntries, firstMapped, bits }
}

/** Reads a LUT of an item of Modality, VOI or Presentation LUT Sequence; `undefined` where it has too few entries. */
export function readLookupTable(item: DataSet, pixelRepresentation: number): LookupTable | undefined {
  const descriptor = readDescriptor(item, attributes.lutDescriptor, pixelRepresentation)
  if (descriptor === undefined) return undefined
  const entries = readEntries(item, attributes.lutData, descriptor.entries)
  if (entries === undefined) return undefined
  const { firstMapped, bits } = descriptor
  return { firstMapped, bits: Math.max(bits, bitsTaken(entries)), entries, explanation: readExplanation(item) }
}

/** The entries of a table, as words or packed as bytes; `undefined` where there are too few. */
export function readEntries(dataSet: DataSet, attribute: Attribute, count: number): Uint16Array | undefined {
  const element = elementOf(dataSet, attribute)
  const bytes = bytesOf(dataSet, attribute, 2 * mostEntries + 2)
  if (element === undefined || bytes === undefined || bytes.length < count) return undefined
  const words = bytes.length >= 2 * count
  return cellsOfTable(bytes, element, words ? 16 : 8).subarray(0, count)
}

/** Bits that the largest entry takes. */
function bitsTaken(entries: Uint16Array): number {
  const all = entries.reduce((bits, entry) => bits | entry, 0)
  return 32 - Math.clz32(all)
}

function readExplanation(item: DataSet): string | undefined {
  return textOf(item, attributes.lutExplanation)
}
