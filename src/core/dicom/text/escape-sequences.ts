import {
  ascii,
  gb2312,
  type GraphicSet,
  jisX0208,
  jisX0212,
  katakana,
  ksX1001,
  romaji,
  upperHalves,
} from './graphic-sets.ts'

/** What an escape sequence puts into force, and how long it is with its ESC. */
export type Designation = { readonly into: 'g0' | 'g1'; readonly set: GraphicSet; readonly length: number }

const upper = (number: number): GraphicSet => upperHalves[number] ?? ascii

/** The escape sequences of PS3.3 tables C.12-3 and C.12-4, without ESC. */
const designations = new Map<string, Omit<Designation, 'length'>>([
  ['(B', { into: 'g0', set: ascii }],
  ['(J', { into: 'g0', set: romaji }],
  [')I', { into: 'g1', set: katakana }],
  ['$B', { into: 'g0', set: jisX0208 }],
  ['$(D', { into: 'g0', set: jisX0212 }],
  ['$)C', { into: 'g1', set: ksX1001 }],
  ['$)A', { into: 'g1', set: gb2312 }],
  ['-A', { into: 'g1', set: upper(100) }],
  ['-B', { into: 'g1', set: upper(101) }],
  ['-C', { into: 'g1', set: upper(109) }],
  ['-D', { into: 'g1', set: upper(110) }],
  ['-F', { into: 'g1', set: upper(126) }],
  ['-G', { into: 'g1', set: upper(127) }],
  ['-H', { into: 'g1', set: upper(138) }],
  ['-L', { into: 'g1', set: upper(144) }],
  ['-M', { into: 'g1', set: upper(148) }],
  ['-T', { into: 'g1', set: upper(166) }],
  ['-b', { into: 'g1', set: upper(203) }],
])

/** The designation whose escape sequence starts at the offset. */
export function readEscape(bytes: Uint8Array, offset: number): Designation | undefined {
  for (const length of [3, 4]) {
    const found = designations.get(String.fromCharCode(...bytes.subarray(offset + 1, offset + length)))
    if (found) return { ...found, length }
  }
  return undefined
}
