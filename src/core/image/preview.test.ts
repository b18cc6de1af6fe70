import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { greyPixels, headerOf, noTables } from '#fixtures/grey-picture.ts'
import type { ImageHeader } from '#shared/header.ts'
import { toPreview } from './preview.ts'
import { shrinkByBox } from './shrink-by-box.ts'
import { toDisplayed } from './to-displayed.ts'
import { toModalityImage } from './to-modality-image.ts'

async function previewOf(columns: number, data: Uint16Array, maxSide: number, more: Partial<ImageHeader> = {}) {
  const stored = greyPixels(columns, data, 12)
  const windows = [{ center: 2_048, width: 4_096, function: 'LINEAR' as const }]
  const image = toModalityImage(stored, headerOf(stored, { windows, ...more }), noTables)
  const jpeg = await toPreview(image, toDisplayed(image, noTables), maxSide)
  return sharp(jpeg).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
}

describe('a preview', () => {
  it('averages stripes finer than its pixels to their mean', async () => {
    const stripes = Uint16Array.from({ length: 900 * 600 }, (_, i) => (i % 2 === 0 ? 0 : 4_095))
    const { data, info } = await previewOf(900, stripes, 128)
    expect([info.width, info.height]).toEqual([128, 85])
    expect(Math.min(...data)).toBeGreaterThan(100)
    expect(Math.max(...data)).toBeLessThan(156)
  })

  it('keeps the size of a smaller image and its greys', async () => {
    const steps = Uint16Array.from({ length: 64 * 48 }, (_, i) => ((i % 64) >>> 4) * 1_365)
    const { data, info } = await previewOf(64, steps, 1_024)
    expect([info.width, info.height]).toEqual([64, 48])
    for (const [column, grey] of [
      [8, 0],
      [24, 85],
      [40, 170],
      [56, 255],
    ] as const) {
      expect(Math.abs((data[24 * 64 + column] ?? -99) - grey)).toBeLessThan(4)
    }
  })

  it('makes pixels square', async () => {
    const { info } = await previewOf(100, new Uint16Array(10_000), 1_024, { pixelAspectRatio: [2, 1] })
    expect([info.width, info.height]).toEqual([50, 100])
    const spacing = { rowMm: 0.5, columnMm: 1, meaning: 'patient' as const }
    const wide = await previewOf(100, new Uint16Array(10_000), 40, { spacing })
    expect([wide.info.width, wide.info.height]).toEqual([40, 20])
  })

  it('averages colour by channel', () => {
    const samples = Uint8Array.of(0, 10, 20, 2, 10, 40, 9, 9, 9, 4, 10, 60, 6, 10, 80, 9, 9, 9)
    const shrunk = shrinkByBox({ width: 3, channels: 3, samples }, 2, 1)
    expect(shrunk).toEqual({ width: 1, height: 1, channels: 3, samples: Uint8Array.of(3, 10, 50) })
  })
})
