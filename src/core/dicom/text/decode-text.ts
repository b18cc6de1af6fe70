import { type CharacterSet, defaultCharacterSet } from './character-set.ts'
import { decodeIso2022 } from './decode-iso-2022.ts'
import { ascii } from './graphic-sets.ts'

/** The values of a text attribute; `valid` is false where bytes stand for no character and U+FFFD took their place. */
export type DecodedValues = { readonly values: readonly string[]; readonly valid: boolean }

/** VRs whose bytes follow SpecificCharacterSet (PS3.5 6.1.2.2); all others are of the default repertoire. */
const extensible = new Set(['LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UT'])
const singleValued = new Set(['LT', 'ST', 'UT', 'UR'])

/** Decodes the values of a text attribute and trims what pads them. */
export function decodeValues(padded: Uint8Array, vr: string, characterSet: CharacterSet): DecodedValues {
  const bytes = withoutPadding(padded)
  const separated = !singleValued.has(vr)
  const set = extensible.has(vr) ? characterSet : defaultCharacterSet
  if (isPlain(bytes) && (set.encoding !== 'iso-2022' || set.g0 === ascii)) {
    const text = latin1Text(bytes)
    const values = separated && text.includes('\\') ? text.split('\\') : [text]
    return { values: values.map(trim), valid: true }
  }
  const values = decode(bytes, set, separated, vr === 'PN')
  return { values: values.map(trim), valid: !values.some((value) => value.includes('\u{fffd}')) }
}

/** Each byte as one character. */
export function latin1Text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

function decode(bytes: Uint8Array, set: CharacterSet, separated: boolean, isName: boolean): readonly string[] {
  if (set.encoding === 'iso-2022') return decodeIso2022(bytes, set, separated, isName)
  const text = new TextDecoder(set.encoding).decode(bytes).replaceAll(/(?![\t\n\f\r])\p{Cc}/gu, '\u{fffd}')
  return separated ? text.split('\\') : [text]
}

/** True where all bytes are printable ASCII. */
function isPlain(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 0x20 || byte >= 0x7f) return false
  return true
}

function withoutPadding(bytes: Uint8Array): Uint8Array {
  let end = bytes.length
  while (end > 0 && (bytes[end - 1] === 0 || bytes[end - 1] === 0x20)) end--
  return bytes.subarray(0, end)
}

function trim(value: string): string {
  const padded = value.startsWith(' ') || value.endsWith(' ') || value.endsWith('\0')
  return padded ? value.replaceAll(/^ +|[ \0]+$/g, '') : value
}
