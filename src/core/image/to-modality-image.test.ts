import { describe, expect, it } from 'vitest'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import { greyPixels, headerOf, noTables } from '#fixtures/grey-picture.ts'
import { toModalityImage } from './to-modality-image.ts'

const ramp = greyPixels(4, Int16Array.of(-100, 0, 50, 200), 12)

describe('modality values', () => {
  it('rescales without touching the stored numbers, negative slopes included', () => {
    const image = toModalityImage(ramp, headerOf(ramp, { rescaleSlope: -2, rescaleIntercept: 10 }), noTables)
    expect(image).toMatchObject({ slope: -2, intercept: 10, minimum: -390, maximum: 210 })
    expect(image.values).toBe(ramp.data)
  })

  it.each([0, Number.NaN, Infinity])('refuses a slope of %d', (rescaleSlope) => {
    expect(() => toModalityImage(ramp, headerOf(ramp, { rescaleSlope }), noTables)).toThrow(
      expect.objectContaining({ kind: 'unsupported-pixels' }),
    )
  })

  it('leaves padding out of the range, by value and by range, in stored values', () => {
    const padded = headerOf(ramp, { pixelPaddingValue: -100, pixelPaddingRangeLimit: 0, rescaleIntercept: 1_000 })
    const image = toModalityImage(ramp, padded, noTables)
    expect(image).toMatchObject({ minimum: 1_050, maximum: 1_200, padding: Uint8Array.of(1, 1, 0, 0) })
  })

  it('looks values up in a modality LUT and holds those outside to its ends', () => {
    const modalityLut = { firstMapped: 0, bits: 12, entries: Uint16Array.of(4_000, 3_000) }
    const image = toModalityImage(ramp, headerOf(ramp), { ...noTables, modalityLut })
    expect(image.values).toEqual(Uint16Array.of(4_000, 4_000, 3_000, 3_000))
  })

  it('refuses a modality LUT that the header has and nobody could read', () => {
    expect(() => toModalityImage(ramp, headerOf(ramp, { hasModalityLut: true }), noTables)).toThrow(/modality LUT/)
  })

  it('refuses float pixels that are no numbers', () => {
    const floats = greyPixels(2, Float32Array.of(1, Number.NaN))
    expect(() => toModalityImage(floats, headerOf(floats), noTables)).toThrow(/finite/)
  })
})

const colour = (photometricInterpretation: string, data: StoredPixels['data'], bitsStored = 8): StoredPixels => ({
  ...greyPixels(data.length / 3, data, bitsStored, photometricInterpretation),
  rows: 1,
  samplesPerPixel: 3,
})
const rgbOf = (stored: StoredPixels, tables = noTables) => [...toModalityImage(stored, headerOf(stored), tables).values]

describe('colour', () => {
  // By the matrices of PS3.3 C.7.6.3.1.2: red, green, blue and white there and back.
  it.each([
    ['YBR_FULL', [76, 85, 255], [254, 0, 0]],
    ['YBR_FULL', [150, 44, 21], [0, 255, 1]],
    ['YBR_FULL', [29, 255, 107], [0, 0, 254]],
    ['YBR_FULL_422', [255, 128, 128], [255, 255, 255]],
    ['YBR_PARTIAL_422', [81, 90, 240], [255, 0, 0]],
    ['YBR_PARTIAL_420', [235, 128, 128], [255, 255, 255]],
    ['YBR_PARTIAL_422', [16, 128, 128], [0, 0, 0]],
    ['RGB', [1, 2, 3], [1, 2, 3]],
  ])('%s %j', (photometric, samples, rgb) => {
    for (const [i, value] of rgbOf(colour(photometric, Uint8Array.from(samples))).entries()) {
      expect(Math.abs(value - (rgb[i] ?? 0))).toBeLessThanOrEqual(1)
    }
  })

  it('spreads deep colour over 8 bits', () => {
    expect(rgbOf(colour('RGB', Uint16Array.of(0, 32_896, 65_535), 16))).toEqual([0, 128, 255])
    expect(rgbOf(colour('RGB', Uint16Array.of(0, 512, 1_023), 10))).toEqual([0, 128, 255])
  })

  it('looks palettes up, of 16 and of 8 bits and those that claim 16 and fill 8', () => {
    const stored = greyPixels(3, Uint8Array.of(9, 10, 200), 8, 'PALETTE COLOR')
    const table = (bits: number, ...entries: number[]) => ({
      firstMapped: 10,
      bits,
      entries: Uint16Array.from(entries),
    })
    const of = (bits: number, low: number, high: number) => {
      const palette = { red: table(bits, low, high), green: table(bits, high, low), blue: table(bits, low, low) }
      return rgbOf(stored, { ...noTables, palette } as typeof noTables)
    }
    expect(of(16, 0x1234, 0xff00)).toEqual([0x12, 0xff, 0x12, 0x12, 0xff, 0x12, 0xff, 0x12, 0x12])
    expect(of(8, 7, 99).slice(0, 3)).toEqual([7, 99, 7])
    expect(of(16, 7, 99).slice(0, 3)).toEqual([7, 99, 7])
  })

  it.each(['HSV', 'CMYK', 'YBR_RCT', '<script>', ''])('refuses %j', (photometric) => {
    expect(() => rgbOf(colour(photometric, Uint8Array.of(1, 2, 3)))).toThrow(
      expect.objectContaining({ kind: 'unsupported-pixels', message: expect.not.stringContaining('<') }),
    )
  })

  it('refuses a palette image without tables, and signed colour', () => {
    expect(() => rgbOf(greyPixels(1, Uint8Array.of(1), 8, 'PALETTE COLOR'))).toThrow(/palette/)
    expect(() => rgbOf(colour('RGB', Int16Array.of(1, 2, 3), 12))).toThrow(/unsigned/)
  })
})
