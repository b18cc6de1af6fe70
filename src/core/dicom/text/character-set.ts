import { ascii, gb2312, type GraphicSet, katakana, ksX1001, romaji, upperHalves } from './graphic-sets.ts'

/** SpecificCharacterSet (PS3.3 C.12.1.1.2): one encoding for all bytes, or the sets in force where a value starts. */
export type CharacterSet =
  | { readonly encoding: 'utf-8' | 'gb18030' | 'gbk' }
  | { readonly encoding: 'iso-2022'; readonly g0: GraphicSet; readonly g1?: GraphicSet | undefined }

/** ISO 646, the default repertoire. */
export const defaultCharacterSet: CharacterSet = { encoding: 'iso-2022', g0: ascii }

const wholes: Readonly<Record<string, CharacterSet>> = {
  192: { encoding: 'utf-8' },
  UTF8: { encoding: 'utf-8' },
  GB18030: { encoding: 'gb18030' },
  GBK: { encoding: 'gbk' },
}

const initials: Readonly<Record<string, CharacterSet>> = {
  13: { encoding: 'iso-2022', g0: romaji, g1: katakana },
  14: { encoding: 'iso-2022', g0: romaji },
  58: { encoding: 'iso-2022', g0: ascii, g1: gb2312 },
  149: { encoding: 'iso-2022', g0: ascii, g1: ksX1001 },
}

/**
 * The character set that a value of SpecificCharacterSet names: its first defined term. The others only say which escape
 * sequences may come, and these speak for themselves. An unknown term is the default repertoire.
 */
export function readCharacterSet(value: Uint8Array): CharacterSet {
  const [first = '', second = ''] = Buffer.from(value).toString('latin1').split('\\').map(normalise)
  const term = first || (second in wholes ? second : '')
  const g1 = upperHalves[term]
  return wholes[term] ?? initials[term] ?? (g1 ? { encoding: 'iso-2022', g0: ascii, g1 } : defaultCharacterSet)
}

/** The number or name of a defined term; blanks, hyphens and missing underscores are common mistakes. */
function normalise(term: string): string {
  const bare = term.replaceAll(/[\0 _-]/g, '').toUpperCase()
  return bare.replace(/^ISO(2022)?(IR)?/, '')
}
