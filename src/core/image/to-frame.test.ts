import { describe, expect, it } from 'vitest'
import { greyPixels, headerOf, noTables } from '#fixtures/grey-picture.ts'
import type { PixelTables, StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { Header, ImageHeader } from '#shared/header.ts'
import { windowLevel } from '#shared/windowing.ts'
import { toDisplayed } from './to-displayed.ts'
import { toFrame, type ViewedFrame } from './to-frame.ts'
import { toModalityImage } from './to-modality-image.ts'

function framed(stored: StoredPixels, more: Partial<ImageHeader> = {}, tables: PixelTables = noTables) {
  const image = headerOf(stored, more)
  const header: Header = {
    format: 'dicom',
    patient: {},
    study: { studyInstanceUid: '2.25.2' },
    series: { seriesInstanceUid: '2.25.3' },
    image,
  }
  const modality = toModalityImage(stored, image, tables)
  return { ...toFrame(modality, header, 1, tables), displayed: toDisplayed(modality, tables).values }
}

/** What a viewer makes of a frame, by what is written at its schema: 16-bit grey, inversion last, padding black. */
function drawn(frame: ViewedFrame, bytes: Uint8Array): number[] {
  const { buffer, byteOffset, byteLength } = bytes
  const samples = {
    r8: () => new Uint8Array(buffer, byteOffset, byteLength),
    r8i: () => new Int8Array(buffer, byteOffset, byteLength),
    r16: () => new Uint16Array(buffer, byteOffset, byteLength / 2),
    r16i: () => new Int16Array(buffer, byteOffset, byteLength / 2),
    f32: () => new Float32Array(buffer, byteOffset, byteLength / 4),
    rgb8: () => new Uint8Array(buffer, byteOffset, byteLength),
  }[frame.pixelFormat]()
  return Array.from(samples, (sample) => {
    if (sample === frame.paddingValue) return 0
    const value = sample * frame.slope + frame.intercept
    const { voiLut, windows } = frame
    const index = voiLut && Math.min(voiLut.entries.length - 1, Math.max(0, value - voiLut.firstMapped))
    const level = index === undefined ? windowLevel(value, windows[0]!) : (voiLut?.entries[index] ?? 0) / 65_535
    return Math.round((frame.inverse ? 1 - level : level) * 65_535)
  })
}

const wide = greyPixels(3, Uint16Array.of(0, 100, 2_000, 4_000, 4_094, 4_095), 12)
const window = { windows: [{ center: 2_000, width: 3_000, function: 'LINEAR' as const }] }
const voiLuts = [{ firstMapped: 50, bits: 12, entries: Uint16Array.from({ length: 4_000 }, (_, i) => i) }]
const modalityLut = {
  firstMapped: 90,
  bits: 12,
  entries: Uint16Array.from({ length: 4_096 }, (_, i) => (i * i) >>> 12),
}

describe('a frame for the viewer', () => {
  it.each([
    ['a window', wide, window],
    ['MONOCHROME1', { ...wide, photometricInterpretation: 'MONOCHROME1' }, window],
    ['a negative slope', wide, { ...window, rescaleSlope: -0.5, rescaleIntercept: 2_500 }],
    ['no window', wide, {}],
    ['padding', wide, { ...window, pixelPaddingValue: 4_094 }],
    ['a range of padding', wide, { ...window, pixelPaddingValue: 4_094, pixelPaddingRangeLimit: 4_095 }],
    ['a VOI LUT', wide, {}, { ...noTables, voiLuts }],
    ['a modality LUT', wide, window, { ...noTables, modalityLut }],
    [
      'a modality LUT with padding',
      { ...wide, photometricInterpretation: 'MONOCHROME1' },
      { ...window, pixelPaddingValue: 0 },
      { ...noTables, modalityLut },
    ],
    ['signed values', greyPixels(2, Int16Array.of(-2_048, -5, 0, 2_047), 12), window],
    ['32 bits', greyPixels(2, Uint32Array.of(0, 70_000, 1_000_000, 3), 32), {}],
    ['8 signed bits', greyPixels(2, Int8Array.of(-128, 0, 5, 127)), {}],
  ] as readonly [string, StoredPixels, Partial<ImageHeader>, PixelTables?][])(
    'is drawn as the tensor sees it: %s',
    (_, stored, more, tables) => {
      const { frame, bytes, displayed } = framed(stored, more, tables)
      for (const [i, level] of drawn(frame, bytes).entries()) {
        expect(Math.abs(level - (displayed[i] ?? Number.NaN))).toBeLessThanOrEqual(1)
      }
    },
  )

  it('passes stored values on untouched, and says what was made up', () => {
    const { frame, bytes } = framed(wide)
    expect(new Uint16Array(bytes.buffer, bytes.byteOffset, 6)).toEqual(wide.data)
    expect(frame).toMatchObject({ pixelFormat: 'r16', minimum: 0, maximum: 4_095 })
    expect(frame.header.image.badges).toEqual(['window-computed'])
    const constant = framed(greyPixels(2, Uint16Array.of(7, 7), 12))
    expect(constant.frame.header.image.badges).toEqual(['window-computed', 'constant-image'])
  })

  it('gives colour as it is', () => {
    const rgb = { ...greyPixels(3, Uint8Array.of(1, 2, 3)), rows: 1, columns: 1, samplesPerPixel: 3 }
    const { frame, bytes } = framed({ ...rgb, photometricInterpretation: 'RGB' })
    expect(frame.pixelFormat).toBe('rgb8')
    expect([...bytes]).toEqual([1, 2, 3])
  })
})
