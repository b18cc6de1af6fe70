import type { CharacterSet } from './character-set.ts'
import { readEscape } from './escape-sequences.ts'
import type { GraphicSet } from './graphic-sets.ts'

type Iso2022 = Extract<CharacterSet, { encoding: 'iso-2022' }>

const replacement = '\u{fffd}'
const escape = 0x1b
const backslash = 0x5c
/** TAB, LF, FF and CR end a line and with it what escape sequences put into force (PS3.5 6.1.2.5.3). */
const lineControls = new Set([0x09, 0x0a, 0x0c, 0x0d])
const caret = 0x5e
const equals = 0x3d

/**
 * Decodes bytes with code extensions (PS3.5 6.1.2.5). The initial sets are in force again after each control of a line, each
 * backslash between values and, in names, each `^` and `=`; a byte of a two-byte character is none of these.
 */
export function decodeIso2022(bytes: Uint8Array, initial: Iso2022, separated: boolean, isName: boolean): string[] {
  const values: string[] = []
  let text = ''
  let g0 = initial.g0
  let g1 = initial.g1
  const reset = (): void => {
    g0 = initial.g0
    g1 = initial.g1
  }
  let at = 0
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0
    const set = byte < 0x80 ? g0 : g1
    if (byte === escape) {
      const designation = readEscape(bytes, at)
      if (designation?.into === 'g0') g0 = designation.set
      else if (designation) g1 = designation.set
      else text += replacement
      at += designation?.length ?? 1
    } else if (byte < 0x20) {
      reset()
      text += lineControls.has(byte) ? String.fromCharCode(byte) : replacement
      at++
    } else if (byte === 0x20) {
      text += ' '
      at++
    } else if (separated && byte === backslash && set?.bytes === 1) {
      reset()
      values.push(text)
      text = ''
      at++
    } else if (set === undefined || byte === 0x7f || (byte >= 0x80 && byte < 0xa0)) {
      text += replacement
      at++
    } else {
      const end = runEnd(bytes, at, set)
      // A single byte where two are a character.
      text += end === at ? replacement : set.decode(bytes.subarray(at, end))
      const last = bytes[end - 1] ?? 0
      if (isName && set.bytes === 1 && (last === caret || last === equals)) reset()
      at = Math.max(end, at + 1)
    }
  }
  return [...values, text]
}

/** The end of the characters of one set that follow each other from here, up to and including a delimiter. */
function runEnd(bytes: Uint8Array, start: number, set: GraphicSet): number {
  const upper = (bytes[start] ?? 0) >= 0x80
  const belongs = (at: number): boolean => {
    const byte = bytes[at]
    return byte !== undefined && (upper ? byte >= 0xa0 : byte > 0x20 && byte < 0x7f)
  }
  let end = start
  while (belongs(end) && (set.bytes === 1 || belongs(end + 1))) {
    const byte = bytes[end]
    if (set.bytes === 1 && end > start && byte === backslash) break
    end += set.bytes
    if (set.bytes === 1 && (byte === caret || byte === equals)) break
  }
  return end
}
