import type { Coding } from './coding.ts'
import type { HeaderBytes } from './header-bytes.ts'
import { vrOf } from './vrs.ts'

/** A data element: its tag as 0xGGGGEEEE and where its value lies. */
export type Element = {
  readonly tag: number
  /** As written; `undefined` in implicit VR, and where the two bytes name none. */
  readonly vr: string | undefined
  readonly offset: number
  /** In bytes; `undefined` for the undefined length. */
  readonly length: number | undefined
  readonly coding: Coding
}

export const longestPrefixBytes = 12
const undefinedLength = 0xffffffff

/**
 * The element whose tag stands at the position, or `undefined` where fewer bytes are left than a tag and a length take.
 * Items and delimiters have no VR (PS3.5 7.5). Explicit elements with an unknown VR are read by the form whose value fits
 * before `end`: the long form that PS3.5 7.1.2 gives to future VRs, else the short one, else implicit.
 */
export function readElement(bytes: HeaderBytes, position: number, end: number, coding: Coding): Element | undefined {
  const chunk = bytes.chunk(position, longestPrefixBytes)
  const at = position - chunk.start
  const left = Math.min(end, chunk.end) - position
  if (left < 8) return undefined
  const { numbers } = coding
  const tag = numbers.readUint16(chunk.bytes, at) * 0x10000 + numbers.readUint16(chunk.bytes, at + 2)
  if (!coding.explicit || tag >= 0xfffe0000) {
    return toElement(tag, undefined, position + 8, numbers.readUint32(chunk.bytes, at + 4), coding)
  }
  const known = vrOf(chunk.bytes[at + 4] ?? 0, chunk.bytes[at + 5] ?? 0)
  if (known === undefined) return readUnknown(bytes, position, end, coding, tag)
  if (!known.long) {
    return toElement(tag, known.vr, position + 8, numbers.readUint16(chunk.bytes, at + 6), coding)
  }
  if (left < longestPrefixBytes) return undefined
  return toElement(tag, known.vr, position + 12, numbers.readUint32(chunk.bytes, at + 8), coding)
}

function toElement(tag: number, vr: string | undefined, offset: number, length: number, coding: Coding): Element {
  return { tag, vr, offset, length: length === undefinedLength ? undefined : length, coding }
}

function readUnknown(bytes: HeaderBytes, position: number, end: number, coding: Coding, tag: number): Element {
  const { numbers } = coding
  const prefix = bytes.read(position, longestPrefixBytes)
  const short = toElement(tag, undefined, position + 8, numbers.readUint16(prefix, 6), coding)
  const implicit = toElement(tag, undefined, position + 8, numbers.readUint32(prefix, 4), coding)
  const reserved = numbers.readUint16(prefix, 6)
  const forms = [short, implicit]
  if (reserved === 0 && prefix.length === longestPrefixBytes) {
    forms.unshift(toElement(tag, undefined, position + 12, numbers.readUint32(prefix, 8), coding))
  }
  const fits = ({ offset, length }: Element): boolean =>
    length !== undefined && offset + length <= Math.min(end, bytes.size)
  return forms.find(fits) ?? short
}
