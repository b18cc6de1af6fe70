import { describe, expect, it } from 'vitest'
import { greyPixels, headerOf, inputOf, noTables } from '#fixtures/grey-picture.ts'
import { seededRandom } from '#fixtures/seeded-random.ts'
import type { ImageHeader } from '#shared/header.ts'
import type { LookupTable } from '#core/dicom/stored-pixels.ts'
import { toDisplayed } from './to-displayed.ts'
import { toModalityImage } from './to-modality-image.ts'
import { toTensor } from './to-tensor.ts'

function shown(data: Uint16Array | Int16Array, more: Partial<ImageHeader> = {}, voiLuts: LookupTable[] = []) {
  const stored = greyPixels(data.length, data, 12)
  const tables = { ...noTables, voiLuts }
  return toDisplayed(toModalityImage(stored, headerOf(stored, more), tables), tables)
}

describe('displayed values', () => {
  it('takes the VOI LUT before the window, at the full scale of its bits', () => {
    const lut = { firstMapped: 10, bits: 10, entries: Uint16Array.of(0, 1_023, 341) }
    const window = { center: 5, width: 2, function: 'LINEAR' as const }
    expect([...shown(Uint16Array.of(0, 10, 11, 12, 99), { windows: [window] }, [lut]).values]).toEqual([
      0, 0, 65_535, 21_845, 21_845,
    ])
  })

  it('takes the first window that is possible', () => {
    const windows = [0, 4_096].map((width) => ({ center: 2_048, width, function: 'LINEAR' as const }))
    const displayed = shown(Uint16Array.of(0, 4_095), { windows })
    expect([[...displayed.values], displayed.badges]).toEqual([[0, 65_535], []])
  })

  it('spans the range without padding where the file brings no window, and says so', () => {
    const displayed = shown(Uint16Array.of(4_000, 1_000, 1_500, 2_000), { pixelPaddingValue: 4_000 })
    expect([...displayed.values]).toEqual([0, 0, 32_768, 65_535])
    expect(displayed.badges).toEqual(['window-computed'])
  })

  it('shows a constant image in the middle, inverted or not', () => {
    for (const photometricInterpretation of ['MONOCHROME1', 'MONOCHROME2']) {
      const displayed = shown(Uint16Array.of(7, 7), { photometricInterpretation })
      expect([[...displayed.values], displayed.badges]).toEqual([[32_768, 32_768], ['constant-image']])
    }
  })

  it('inverts once: by MONOCHROME1, by the presentation LUT, and by both together', () => {
    const inverse = [65_535, 0]
    const data = Uint16Array.of(0, 9)
    expect([...shown(data, { photometricInterpretation: 'MONOCHROME1' }).values]).toEqual(inverse)
    expect([...shown(data, { presentationLutShape: 'INVERSE' }).values]).toEqual(inverse)
    const both = { photometricInterpretation: 'MONOCHROME1', presentationLutShape: 'INVERSE' }
    expect([...shown(data, both).values]).toEqual(inverse)
  })

  it('follows a negative slope', () => {
    expect([...shown(Uint16Array.of(0, 10), { rescaleSlope: -1 }).values]).toEqual([65_535, 0])
  })

  it('keeps every level of 16 bits', () => {
    const stored = greyPixels(
      256,
      Uint16Array.from({ length: 65_536 }, (_, i) => i),
    )
    const window = { center: 32_768, width: 65_536, function: 'LINEAR' as const }
    const image = toModalityImage(stored, headerOf(stored, { windows: [window] }), noTables)
    expect(toDisplayed(image, noTables).values).toEqual(stored.data)
  })
})

/** A MONOCHROME1 picture and its MONOCHROME2 twin with inverted stored values and mirrored window (goal C5). */
function twins(more: Partial<ImageHeader>, voiLut?: LookupTable) {
  const random = seededRandom(7)
  const data = Uint16Array.from({ length: 64 * 48 }, () => random.integer() % 4_096)
  const { rescaleSlope: slope = 1, rescaleIntercept: intercept = 0, windows = [], pixelPaddingValue } = more
  const ends = 4_095 * slope + 2 * intercept
  const mirrored = windows.map((window) => ({
    ...window,
    // LINEAR is about center − ½.
    center: ends - window.center + (window.function === 'LINEAR' ? 1 : 0),
  }))
  const one = greyPixels(64, data, 12, 'MONOCHROME1')
  const two = greyPixels(
    64,
    data.map((value) => 4_095 - value),
    12,
  )
  const padding = pixelPaddingValue === undefined ? {} : { pixelPaddingValue: 4_095 - pixelPaddingValue }
  const luts = voiLut ? [voiLut] : []
  const turned = voiLut && {
    ...voiLut,
    entries: voiLut.entries.map((_, i) => 1_023 - (voiLut.entries.at(-1 - i) ?? 0)),
  }
  const [ofOne, ofTwo] = [
    { ...noTables, voiLuts: luts },
    { ...noTables, voiLuts: turned ? [turned] : [] },
  ]
  return [
    { tables: ofOne, image: toModalityImage(one, headerOf(one, more), ofOne) },
    { tables: ofTwo, image: toModalityImage(two, headerOf(two, { ...more, windows: mirrored, ...padding }), ofTwo) },
  ] as const
}

const window = (kind: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID', center: number, width: number) => ({
  windows: [{ center, width, function: kind }],
})
const lut = { firstMapped: 0, bits: 10, entries: Uint16Array.from({ length: 4_096 }, (_, i) => Math.floor(i / 4.1)) }
const meanings: readonly (readonly [string, Partial<ImageHeader>, LookupTable?])[] = [
  ['nothing', {}],
  ['LINEAR', window('LINEAR', 2_000, 1_500)],
  ['LINEAR of width 2', window('LINEAR', 2_000, 2)],
  ['LINEAR_EXACT', window('LINEAR_EXACT', 1_900, 1_000)],
  ['SIGMOID', window('SIGMOID', 1_900, 1_000)],
  ['a VOI LUT', {}, lut],
]
const pairs = meanings.flatMap(([name, header, voiLut]) =>
  [{}, { pixelPaddingValue: 17 }].flatMap((padding) =>
    [{}, { rescaleSlope: -1, rescaleIntercept: 24 }].map((rescale) => ({
      name: `${name}${'pixelPaddingValue' in padding ? ', padding' : ''}${'rescaleSlope' in rescale ? ', negative slope' : ''}`,
      more: { ...header, ...padding, ...rescale },
      // The table is mapped from the lowest modality value.
      voiLut: voiLut && 'rescaleSlope' in rescale ? { ...voiLut, firstMapped: -4_071 } : voiLut,
    })),
  ),
)

describe('a MONOCHROME1 picture and its inverted twin', () => {
  it(`comes in 24 pairs`, () => expect(pairs).toHaveLength(24))

  it.each(pairs)('shows and feeds the same: $name', async ({ more, voiLut }) => {
    const [one, two] = twins(more, voiLut)
    expect(toDisplayed(one.image, one.tables)).toEqual(toDisplayed(two.image, two.tables))
    for (const pixelSource of ['displayed', 'stored', 'modality'] as const) {
      for (const scaling of [
        { kind: 'range', low: 0, high: 1 },
        { kind: 'per-image-min-max', low: 0, high: 1 },
      ] as const) {
        const input = inputOf(31, 29, { pixelSource, scaling })
        const [first, second] = [
          await toTensor(one.image, input, one.tables),
          await toTensor(two.image, input, two.tables),
        ]
        expect(first.sha256).toBe(second.sha256)
      }
    }
  })
})
