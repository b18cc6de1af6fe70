import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { headerFile, sourceOf } from '#fixtures/header-file.ts'
import { attributes } from '#core/dicom/data-set/attributes.ts'
import { toDataSet } from '#core/dicom/data-set/data-set.ts'
import { textOf } from '#core/dicom/data-set/values.ts'
import { walkElements } from '#core/dicom/data-set/walk.ts'
import { openFile } from '#core/dicom/file/open-file.ts'
import { readDicom } from '#core/dicom/read-dicom.ts'
import { readCharacterSet } from './character-set.ts'
import { decodeValues } from './decode-text.ts'
import { toPersonName } from './person-name.ts'

const decode = (terms: string, hex: string, vr = 'LO') =>
  decodeValues(Buffer.from(hex, 'hex'), vr, readCharacterSet(Buffer.from(terms, 'latin1')))

describe('each character set, against the bytes that an independent coder gives', () => {
  it.each([
    ['ISO_IR 100', '4ae972f46d6520ffa3', 'Jérôme ÿ£'],
    ['ISO_IR 101', 'a3f364bc20d57273e967', 'Łódź Őrség'],
    ['ISO_IR 109', 'a1616c2047b161786171', 'Ħal Għaxaq'],
    ['ISO_IR 110', '52ef676120a2bb', 'Rīga ĸģ'],
    ['ISO_IR 144', 'bbeedae1d5dcd1e3e0d3', 'Люксембург'],
    ['ISO_IR 127', 'e2c8c7e6ea', 'قباني'],
    ['ISO_IR 126', 'c4e9efedf5f3e9eff2', 'Διονυσιος'],
    ['ISO_IR 138', 'f9f8e5ef', 'שרון'],
    ['ISO_IR 148', 'c761f06c617220defc6b72fc', 'Çağlar Şükrü'],
    ['ISO_IR 203', 'bc7576726520a4', 'Œuvre €'],
    ['ISO_IR 166', 'cac1aad2c2', 'สมชาย'],
    ['ISO_IR 192', 'c385736120e78e8b20f09fab81', 'Åsa 王 🫁'],
    ['GB18030', 'cdf5d0a1b6ab208139ef3195328236', '王小东 㐂𠀀'],
    ['GBK', 'cdf5d0a1b6ab20e667', '王小东 鎔'],
    ['ISO_IR 13', 'd4cfc0de', 'ﾔﾏﾀﾞ'],
    // As they are often misspelt.
    ['ISO IR 100', 'e9', 'é'],
    ['ISO-IR 192', 'c385', 'Å'],
    ['iso_ir 100 ', 'e9', 'é'],
  ])('%s', (terms, hex, text) => {
    expect(decode(terms, hex)).toEqual({ values: [text], valid: true })
  })
})

describe('code extensions (PS3.5 6.1.2.5)', () => {
  it.each([
    ['JIS X 0208', '\\ISO 2022 IR 87', '1b24423b3345441b2842', '山田'],
    ['JIS X 0208 with the byte of a backslash within a character', '\\ISO 2022 IR 87', '1b2442495c3d5c1b2842', '府旬'],
    ['JIS X 0212', '\\ISO 2022 IR 159', '1b2428443021307e1b2842', '丂侄'],
    ['KS X 1001', '\\ISO 2022 IR 149', '1b242943fbf3', '洪'],
    ['GB 2312', '\\ISO 2022 IR 58', '1b242941cdf541', '王A'],
    ['romaji and katakana', 'ISO 2022 IR 13\\ISO 2022 IR 87', 'd4cfc0de', 'ﾔﾏﾀﾞ'],
    ['Cyrillic, then Greek', 'ISO 2022 IR 144\\ISO 2022 IR 126', 'bbee1b2d46c4e9', 'ЛюΔι'],
    ['Latin 1, Latin 2 and Thai', 'ISO 2022 IR 100\\ISO 2022 IR 101\\ISO 2022 IR 166', 'e91b2d42a31b2d54cac1', 'éŁสม'],
    ['Arabic, Hebrew, Turkish', '\\ISO 2022 IR 127', '1b2d47e2c81b2d48f9f81b2d4dde', 'قبשרŞ'],
    ['Latin 3, 4 and 9', '\\ISO 2022 IR 109', '1b2d43a11b2d44a21b2d62a4', 'Ħĸ€'],
  ])('%s', (_, terms, hex, text) => {
    const { values, valid } = decode(terms, hex)
    expect({ values, valid }).toEqual({ values: [text], valid: true })
  })

  it('starts each value, line and part of a name anew', () => {
    // After the delimiter the upper half is Latin 1 again.
    expect(decode('ISO 2022 IR 100\\ISO 2022 IR 126', '1b2d46c45ce9').values).toEqual(['Δ', 'é'])
    expect(decode('ISO 2022 IR 100\\ISO 2022 IR 126', '1b2d46c40d0ae9', 'LT').values).toEqual(['Δ\r\né'])
    expect(decode('ISO 2022 IR 100\\ISO 2022 IR 126', '1b2d46c45ee93d1b2d46c4', 'PN').values).toEqual(['Δ^é=Δ'])
    expect(decode('ISO 2022 IR 100\\ISO 2022 IR 126', '1b2d46c45ee9').values).toEqual(['Δ^ι'])
  })

  it('does not split Chinese characters whose second byte is that of a backslash', () => {
    expect(decode('GBK', '815c5c41').values).toEqual(['乗', 'A'])
  })
})

describe('bytes that stand for no character', () => {
  it.each([
    ['upper half without a character set', '', '41e942', 'A\ufffdB'],
    ['upper half under an unknown term', 'ISO_IR 999', '41e942', 'A\ufffdB'],
    ['broken UTF-8', 'ISO_IR 192', '41c328', 'A\ufffd('],
    ['an overlong form', 'ISO_IR 192', 'c0af', '\ufffd\ufffd'],
    ['C1 controls in Latin 1', 'ISO_IR 100', '418542', 'A\ufffdB'],
    ['a code that ISO 8859-6 leaves free', 'ISO_IR 127', 'a1', '\ufffd'],
    ['an unknown escape sequence', '\\ISO 2022 IR 87', '1b2d5a41', '\ufffd-ZA'],
    ['half a character', '\\ISO 2022 IR 149', '1b242943fb', '\ufffd'],
    ['a control', 'ISO_IR 192', '410742', 'A\ufffdB'],
    ['an escape in UTF-8', 'ISO_IR 192', '1b5b33', '\ufffd[3'],
  ])('%s', (_, terms, hex, text) => {
    expect(decode(terms, hex)).toEqual({ values: [text], valid: false })
  })

  it('gives the header a badge, and none without them', () => {
    const badges = (name: Uint8Array) => {
      const file = headerFile([
        { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' },
        { tag: 0x00100010, vr: 'PN', value: name },
      ])
      const read = readDicom(sourceOf(file))
      return read.kind === 'image' ? read.header.image.badges : []
    }
    expect(badges(Uint8Array.of(0x41, 0xff))).toContain('invalid-text')
    expect(badges(Buffer.from('Åsa'))).not.toContain('invalid-text')
  })
})

describe('person names', () => {
  it('have three groups, each in caret form', () => {
    expect(toPersonName('Yamada^Tarou=山田^太郎=やまだ^たろう')).toEqual({
      alphabetic: 'Yamada^Tarou',
      ideographic: '山田^太郎',
      phonetic: 'やまだ^たろう',
    })
    expect(toPersonName('Doe^^^^')).toEqual({ alphabetic: 'Doe' })
    expect(toPersonName('=山田')).toEqual({ alphabetic: '', ideographic: '山田' })
    expect(toPersonName('^^^^')).toBeUndefined()
    expect(toPersonName(undefined)).toBeUndefined()
  })
})

const samples = '../shared/data/dicom/charset'

describe.skipIf(!existsSync(samples))('on the sample files (skipped where ../shared/data/dicom is missing)', () => {
  it.each([
    ['chrArab', 'قباني^لنزار'],
    ['chrFren', 'Buc^Jérôme'],
    ['chrFrenMulti', 'Buc^Jérôme'],
    ['chrGerm', 'Äneas^Rüdiger'],
    ['chrGreek', 'Διονυσιος'],
    ['chrH31', 'Yamada^Tarou=山田^太郎=やまだ^たろう'],
    ['chrH32', 'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう'],
    ['chrHbrw', 'שרון^דבורה'],
    ['chrI2', 'Hong^Gildong=洪^吉洞=홍^길동'],
    ['chrJapMulti', 'やまだ^たろう'],
    ['chrJapMultiExplicitIR6', 'やまだ^たろう'],
    ['chrKoreanMulti', '김희중'],
    ['chrRuss', 'Люкceмбypг'],
    ['chrX1', 'Wang^XiaoDong=王^小東'],
    ['chrX2', 'Wang^XiaoDong=王^小东'],
  ])('reads the name of %s', (name, text) => {
    const { bytes, coding, start } = openFile(sourceOf(readFileSync(`${samples}/${name}.dcm`)))
    const dataSet = toDataSet(bytes, walkElements(bytes, coding, { start, end: bytes.size }).elements)
    expect(textOf(dataSet, attributes.patientName)?.replace(/=$/, '')).toBe(text)
    expect([...dataSet.noticed]).toEqual([])
  })
})
