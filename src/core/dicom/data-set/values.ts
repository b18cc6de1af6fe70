import { decodeValues, latin1Text } from '#core/dicom/text/decode-text.ts'
import type { Attribute } from './attributes.ts'
import { type DataSet, elementOf } from './data-set.ts'
import { type Coding, implicitLittleEndian } from './coding.ts'

/** Longer values of attributes that hold words or a few numbers are not read. */
const longestTextBytes = 64 * 1_024

type BinaryVr = { readonly bytes: number; readonly read: (coding: Coding, bytes: Uint8Array, at: number) => number }

const binaryVrs: Readonly<Record<string, BinaryVr>> = {
  US: { bytes: 2, read: ({ numbers }, bytes, at) => numbers.readUint16(bytes, at) },
  OW: { bytes: 2, read: ({ numbers }, bytes, at) => numbers.readUint16(bytes, at) },
  SS: { bytes: 2, read: ({ numbers }, bytes, at) => numbers.readInt16(bytes, at) },
  xs: { bytes: 2, read: ({ numbers }, bytes, at) => numbers.readUint16(bytes, at) },
  UL: { bytes: 4, read: ({ numbers }, bytes, at) => numbers.readUint32(bytes, at) },
  SL: { bytes: 4, read: ({ numbers }, bytes, at) => numbers.readInt32(bytes, at) },
  FL: { bytes: 4, read: ({ numbers }, bytes, at) => numbers.readFloat(bytes, at) },
  FD: { bytes: 8, read: ({ numbers }, bytes, at) => numbers.readDouble(bytes, at) },
}

/** The value's bytes, where they are at most as many as `longest`; with fewer than stated where the source ends. */
export function bytesOf(dataSet: DataSet, attribute: Attribute, longest: number): Uint8Array | undefined {
  const element = elementOf(dataSet, attribute)
  if (element?.length === undefined || element.length > longest) return undefined
  return dataSet.bytes.read(element.offset, element.length)
}

/** The values of a text attribute, trimmed, with their character set applied; empty values in between are kept. */
export function textsOf(dataSet: DataSet, attribute: Attribute): readonly string[] {
  const bytes = bytesOf(dataSet, attribute, longestTextBytes)
  if (bytes === undefined) return []
  const { values, valid } = decodeValues(bytes, attribute.vr, dataSet.characterSet)
  if (!valid) dataSet.noticed.add('invalid-text')
  return values
}

/** The first value of a text attribute; `undefined` where it is absent or empty. */
export function textOf(dataSet: DataSet, attribute: Attribute): string | undefined {
  return textsOf(dataSet, attribute)[0] || undefined
}

/** The numbers of an attribute, by its VR as written; those that are none are `NaN`. */
export function numbersOf(dataSet: DataSet, attribute: Attribute): readonly number[] {
  const element = elementOf(dataSet, attribute)
  const bytes = bytesOf(dataSet, attribute, longestTextBytes)
  if (element === undefined || bytes === undefined) return []
  const written = element.vr === undefined || element.vr === 'UN' ? attribute.vr : element.vr
  const coding = element.vr === 'UN' ? implicitLittleEndian : element.coding
  const binary = binaryVrs[written]
  if (binary === undefined) return latin1Text(bytes).split('\\').map(toNumber)
  return Array.from({ length: Math.floor(bytes.length / binary.bytes) }, (_, index) =>
    binary.read(coding, bytes, index * binary.bytes),
  )
}

/** The first number of an attribute, where it is finite. */
export function numberOf(dataSet: DataSet, attribute: Attribute): number | undefined {
  const [first] = numbersOf(dataSet, attribute)
  return Number.isFinite(first) ? first : undefined
}

/** A decimal or integer string (PS3.5 6.2); `NaN` for anything else. */
function toNumber(text: string): number {
  const trimmed = text.replace(/\0+$/, '').trim()
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(trimmed) ? Number(trimmed) : Number.NaN
}
