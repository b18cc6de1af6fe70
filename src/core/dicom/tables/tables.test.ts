import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { DicomElement } from '#fixtures/dicom-bytes.ts'
import { headerFile, sourceOf } from '#fixtures/header-file.ts'
import type { DicomImage } from '#core/dicom/pixel-data.ts'
import { readDicom } from '#core/dicom/read-dicom.ts'
import { readPixelTables } from '#core/dicom/read-pixel-tables.ts'
import { expandSegments } from './expand-segments.ts'

const bigEndian = '1.2.840.10008.1.2.2'
const implicit = '1.2.840.10008.1.2'

function imageOf(elements: readonly DicomElement[], transferSyntaxUid = '1.2.840.10008.1.2.1'): DicomImage {
  const read = readDicom(sourceOf(headerFile(elements, [], { transferSyntaxUid })))
  if (read.kind !== 'image') throw new Error('an image was expected')
  return read
}

const us = (tag: number, ...value: number[]): DicomElement => ({ tag, vr: 'US', value })
const words = (...values: number[]): Uint8Array => new Uint8Array(Uint16Array.from(values).buffer)
const swapped = (bytes: Uint8Array): Uint8Array => new Uint8Array(Buffer.from(bytes).swap16())
const lut = (descriptor: DicomElement, data: DicomElement, label = 'L'): readonly DicomElement[] => [
  descriptor,
  { tag: 0x00283003, vr: 'LO', value: label },
  data,
]
const voi = (...items: readonly (readonly DicomElement[])[]): DicomElement => ({
  tag: 0x00283010,
  vr: 'SQ',
  value: items,
})

describe('lookup tables', () => {
  const data: DicomElement = { tag: 0x00283006, vr: 'OW', value: words(0, 100, 200, 300) }
  const tables = (elements: readonly DicomElement[], syntax?: string) => {
    const image = imageOf(elements, syntax)
    return { tables: readPixelTables(image, 1), badges: image.header.image.badges, header: image.header.image }
  }

  it('come with their first input value and bits', () => {
    const { tables: read, header } = tables([
      { tag: 0x00283000, vr: 'SQ', value: [lut(us(0x00283002, 4, 10, 12), data, 'Modality')] },
      voi(lut(us(0x00283002, 4, 0, 12), data, 'One'), lut(us(0x00283002, 3, 5, 12), data, 'Two')),
    ])
    expect(read.modalityLut).toEqual({
      firstMapped: 10,
      bits: 12,
      entries: Uint16Array.of(0, 100, 200, 300),
      explanation: 'Modality',
    })
    expect(
      read.voiLuts.map(({ firstMapped, entries, explanation }) => [firstMapped, entries.length, explanation]),
    ).toEqual([
      [0, 4, 'One'],
      [5, 3, 'Two'],
    ])
    expect([header.hasModalityLut, header.hasVoiLut, header.badges]).toEqual([true, true, []])
  })

  it.each([implicit, bigEndian])('have their entries in the byte order of the file (%s)', (syntax) => {
    const value = syntax === bigEndian ? swapped(words(1, 2, 3, 500)) : words(1, 2, 3, 500)
    const { tables: read } = tables([voi(lut(us(0x00283002, 4, 0, 12), { ...data, value }))], syntax)
    expect([...(read.voiLuts[0]?.entries ?? [])]).toEqual([1, 2, 3, 500])
  })

  it('start below zero where the VR or the pixels are signed', () => {
    const first = (descriptor: DicomElement, signed: number) =>
      tables([us(0x00280103, signed), voi(lut(descriptor, data))]).tables.voiLuts[0]?.firstMapped
    expect(first({ tag: 0x00283002, vr: 'SS', value: [4, -2, 12] }, 0)).toBe(-2)
    expect(first(us(0x00283002, 4, 0xfffe, 12), 1)).toBe(-2)
    expect(first(us(0x00283002, 4, 0xfffe, 12), 0)).toBe(0xfffe)
  })

  it('may be packed as bytes, hold 65536 entries, and more bits than they say', () => {
    const bytes = { tag: 0x00283006, vr: 'OW', value: Uint8Array.of(1, 2, 3, 250) }
    expect([...(tables([voi(lut(us(0x00283002, 4, 0, 8), bytes))]).tables.voiLuts[0]?.entries ?? [])]).toEqual([
      1, 2, 3, 250,
    ])
    const whole = { tag: 0x00283006, vr: 'OW', value: new Uint8Array(131_072) }
    expect(tables([voi(lut(us(0x00283002, 0, 0, 16), whole))]).tables.voiLuts[0]?.entries).toHaveLength(65_536)
    expect(tables([voi(lut(us(0x00283002, 4, 0, 8), data))]).tables.voiLuts[0]?.bits).toBe(9)
  })

  it('are left out with a badge where only the look depends on them', () => {
    const short = tables([voi(lut(us(0x00283002, 400, 0, 12), data), lut(us(0x00283002, 4, 0, 12), data))])
    expect(short.tables.voiLuts).toHaveLength(1)
    expect(short.badges).toContain('unusual-lut')
    expect(tables([voi([])]).header.hasVoiLut).toBe(false)
  })
})

describe('palettes', () => {
  const palette = (
    descriptor: readonly number[],
    tables: readonly Uint8Array[],
    segmented = false,
  ): readonly DicomElement[] => [
    { tag: 0x00280004, vr: 'CS', value: 'PALETTE COLOR' },
    ...[0x00281101, 0x00281102, 0x00281103].map((tag) => us(tag, ...descriptor)),
    ...tables.map((value, index) => ({ tag: (segmented ? 0x00281221 : 0x00281201) + index, vr: 'OW', value })),
  ]
  const read = (elements: readonly DicomElement[], syntax?: string) =>
    readPixelTables(imageOf(elements, syntax), 1).palette

  it('have three tables', () => {
    const found = read(palette([2, 7, 16], [words(1, 2), words(3, 4), words(5, 60_000)]))
    expect(found?.red).toEqual({ firstMapped: 7, bits: 16, entries: Uint16Array.of(1, 2) })
    expect([...(found?.green.entries ?? [])]).toEqual([3, 4])
    expect([...(found?.blue.entries ?? [])]).toEqual([5, 60_000])
  })

  it('may be packed as bytes, in either byte order', () => {
    const bytes = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6, 7, 8), Uint8Array.of(9, 10, 11, 12)]
    expect([...(read(palette([4, 0, 8], bytes))?.red.entries ?? [])]).toEqual([1, 2, 3, 4])
    expect([...(read(palette([4, 0, 8], bytes.map(swapped)), bigEndian)?.red.entries ?? [])]).toEqual([1, 2, 3, 4])
  })

  it('may be segmented', () => {
    const segments = words(0, 2, 10, 20, 1, 2, 40)
    const found = read(palette([4, 0, 16], [segments, segments, segments], true))
    expect([...(found?.blue.entries ?? [])]).toEqual([10, 20, 30, 40])
  })
})

describe('segments of a palette (PS3.3 C.7.9.2)', () => {
  it('are discrete, linear, or copies of earlier ones', () => {
    const cells = Uint16Array.of(0, 1, 100, 1, 4, 300, 2, 2, 0, 0, 0, 1, 7)
    expect([...(expandSegments(cells, 11, 16) ?? [])]).toEqual([100, 150, 200, 250, 300, 100, 150, 200, 250, 300, 7])
    const bytes = Uint16Array.of(0, 2, 10, 30, 1, 2, 0, 2, 1, 0, 0, 0, 0)
    expect([...(expandSegments(bytes, 6, 8) ?? [])]).toEqual([10, 30, 15, 0, 10, 30])
  })

  it.each([
    ['too few entries', [0, 2, 1, 2], 4],
    ['too many entries', [0, 4, 1, 2, 3, 4], 2],
    ['a discrete segment cut off', [0, 4, 1, 2], 4],
    ['a linear segment at the start', [1, 4, 1], 4],
    ['an unknown segment', [0, 1, 5, 3, 1, 1], 2],
    ['a reference to itself', [0, 1, 5, 2, 1, 6, 0], 2],
    ['a reference beyond', [0, 1, 5, 2, 1, 60, 0], 2],
    ['a reference between cells', [0, 1, 5, 2, 1, 1, 0], 2],
    ['a reference to a reference', [0, 1, 5, 2, 1, 0, 0, 2, 1, 6, 0], 3],
    ['more copies than segments', [0, 1, 5, 2, 9, 0, 0], 11],
  ])('give nothing for %s', (_, cells, count) => {
    expect(expandSegments(Uint16Array.from(cells), count, 16)).toBeUndefined()
  })
})

describe('overlays', () => {
  const group = (offset: number, ...extra: readonly DicomElement[]): readonly DicomElement[] => [
    us(0x60000010 + offset, 2),
    us(0x60000011 + offset, 3),
    { tag: 0x60000050 + offset, vr: 'SS', value: [-1, 4] },
    { tag: 0x60001500 + offset, vr: 'LO', value: 'Marks' },
    ...extra,
  ]
  const plane: DicomElement = { tag: 0x60003000, vr: 'OW', value: Uint8Array.of(0b10_1101, 0) }

  it('are planes of bits with an origin and a label', () => {
    const image = imageOf([...group(0, plane), ...group(0x40000, { ...plane, tag: 0x60043000 })])
    const { overlays } = readPixelTables(image, 1)
    expect(image.header.image.overlays).toBe(2)
    expect(image.header.image.badges).toContain('overlay')
    expect(overlays[1]).toEqual({
      rows: 2,
      columns: 3,
      originRow: -1,
      originColumn: 4,
      label: 'Marks',
      data: Uint8Array.of(1, 0, 1, 1, 0, 1),
    })
  })

  it('lie in swapped words in big endian', () => {
    const image = imageOf([...group(0, { ...plane, value: Uint8Array.of(0, 0b10_1101) })], bigEndian)
    expect(readPixelTables(image, 1).overlays[0]?.data).toEqual(Uint8Array.of(1, 0, 1, 1, 0, 1))
  })

  it('of several frames belong to the frames they start from', () => {
    const bits = { ...plane, value: Uint8Array.of(0b0111_0001, 0b1000) }
    const image = imageOf([
      { tag: 0x00280008, vr: 'IS', value: '4' },
      ...group(0, { tag: 0x60000015, vr: 'IS', value: '2' }, us(0x60000051, 2), bits),
      { tag: 0x7fe00010, vr: 'OW', value: new Uint8Array(48 * 4) },
    ])
    const planes = [1, 2, 3, 4].map((frame) => readPixelTables(image, frame).overlays.map(({ data }) => [...data]))
    expect(planes).toEqual([[], [[1, 0, 0, 0, 1, 1]], [[1, 0, 0, 0, 0, 1]], []])
  })

  it('may lie in unused bits of the pixels, in either byte order', () => {
    const cells = Uint16Array.from({ length: 24 }, (_, index) => (index % 3 === 0 ? 0x8123 : 0x0123))
    const embedded = (value: Uint8Array, syntax?: string) => {
      const elements = [us(0x60000010, 4), us(0x60000011, 6), us(0x60000100, 16), us(0x60000102, 15)]
      const image = imageOf([...elements, { tag: 0x7fe00010, vr: 'OW', value }], syntax)
      return readPixelTables(image, 1).overlays[0]?.data.slice(0, 4)
    }
    const little = new Uint8Array(cells.buffer)
    expect(embedded(little)).toEqual(Uint8Array.of(1, 0, 0, 1))
    expect(embedded(swapped(little), bigEndian)).toEqual(Uint8Array.of(1, 0, 0, 1))
  })

  it('are left out where their data is missing or too short', () => {
    expect(readPixelTables(imageOf(group(0)), 1).overlays).toEqual([])
    const short = imageOf([us(0x60000010, 200), us(0x60000011, 300), plane])
    expect(readPixelTables(short, 1).overlays).toEqual([])
  })
})

describe('ICC profiles', () => {
  it('are given where they are one', () => {
    const profile = Buffer.alloc(132)
    profile.writeUInt32BE(130, 0)
    profile.write('acsp', 36)
    const read = (value: Uint8Array) => readPixelTables(imageOf([{ tag: 0x00282000, vr: 'OB', value }]), 1).iccProfile
    expect(read(profile)).toHaveLength(130)
    expect(read(Buffer.alloc(132))).toBeUndefined()
    profile.writeUInt32BE(500, 0)
    expect(read(profile)).toBeUndefined()
  })
})

const samples = '../shared/data/dicom/pydicom'

describe.skipIf(!existsSync(samples))('on the sample files (skipped where ../shared/data/dicom is missing)', () => {
  const tablesOf = (name: string) => {
    const read = readDicom(sourceOf(readFileSync(`${samples}/${name}`)))
    if (read.kind !== 'image') throw new Error('an image was expected')
    return readPixelTables(read, 1)
  }

  it('finds the palette of examples_palette and the overlay of examples_overlay', () => {
    expect(tablesOf('examples_palette.dcm').palette?.red).toMatchObject({ firstMapped: 0, bits: 16 })
    expect(tablesOf('examples_palette.dcm').palette?.red.entries).toHaveLength(256)
    const [overlay] = tablesOf('examples_overlay.dcm').overlays
    expect(overlay).toMatchObject({ rows: 300, columns: 484, originRow: 1, originColumn: 1 })
    expect(overlay?.data.reduce((sum, bit) => sum + bit, 0)).toBe(222)
  })
})
