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
  const element = (vr: string | undefined, prefixBytes: number, length: number): Element => ({
    tag,
    vr,
    offset: position + prefixBytes,
    length: length === undefinedLength ? undefined : length,
    coding,
  })
  const implicit = (): Element => element(undefined, 8, numbers.readUint32(chunk.bytes, at + 4))
  if (!coding.explicit || tag >= 0xfffe0000) return implicit()

  const [first = 0, second = 0] = chunk.bytes.subarray(at + 4, at + 6)
  const known = vrOf(first, second)
  const short = (vr?: string): Element => element(vr, 8, numbers.readUint16(chunk.bytes, at + 6))
  const long = (vr?: string): Element | undefined =>
    left < longestPrefixBytes ? undefined : element(vr, 12, numbers.readUint32(chunk.bytes, at + 8))
  if (known) return known.long ? long(known.vr) : short(known.vr)
  const reserved = numbers.readUint16(chunk.bytes, at + 6)
  const forms = reserved === 0 ? [long(), short(), implicit()] : [short(), implicit()]
  const fits = (form: Element | undefined): boolean =>
    form?.length !== undefined && form.offset + form.length <= Math.min(end, bytes.size)
  return forms.find(fits) ?? short()
}
