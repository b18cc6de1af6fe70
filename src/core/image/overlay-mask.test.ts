import { describe, expect, it } from 'vitest'
import sharp from 'sharp'
import { greyPixels, headerOf, noTables } from '#fixtures/grey-picture.ts'
import { packBits, toOverlayMask } from './overlay-mask.ts'
import { toPreview } from './preview.ts'
import { toDisplayed } from './to-displayed.ts'
import { toFrame } from './to-frame.ts'
import { toModalityImage } from './to-modality-image.ts'

const plane = (originRow: number, originColumn: number, rows: readonly string[]) => ({
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
  originRow,
  originColumn,
  data: Uint8Array.from(rows.join(''), (bit) => Number(bit)),
})

describe('overlay planes', () => {
  it('lie at their origin, one over the other, and are cut off at the edges of the image', () => {
    const planes = [plane(2, 3, ['11', '01']), plane(0, -1, ['1111', '1111']), plane(4, 4, ['11', '11'])]
    const mask = toOverlayMask(planes, { rows: 4, columns: 4 })
    expect([...(mask ?? [])].join('')).toBe(['1100', '0011', '0001', '0001'].join(''))
    expect(toOverlayMask([plane(9, 9, ['1'])], { rows: 4, columns: 4 })).toBeUndefined()
    expect(toOverlayMask([], { rows: 4, columns: 4 })).toBeUndefined()
  })

  it('travel as bits, the first in the lowest', () => {
    expect([...packBits(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 1, 0, 1))]).toEqual([0x81, 2])
  })

  it('lie on the frame and the preview, and leave the displayed values that models see alone', async () => {
    const stored = greyPixels(64, new Uint16Array(64 * 64), 12)
    const windows = [{ center: 2_048, width: 4_096, function: 'LINEAR' as const }]
    const header = headerOf(stored, { windows })
    const tables = { ...noTables, overlays: [plane(17, 17, Array<string>(32).fill('1'.repeat(32)))] }
    const image = toModalityImage(stored, header, tables)
    const displayed = toDisplayed(image, tables)
    const { data } = await sharp(await toPreview(image, displayed, 64, tables.overlays))
      .toColourspace('b-w')
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([data[32 * 64 + 32], data[4 * 64 + 4]]).toEqual([255, 0])
    expect(displayed.values.every((value) => value === 0)).toBe(true)
    const whole = {
      format: 'dicom' as const,
      patient: {},
      study: { studyInstanceUid: '2.25.1' },
      series: { seriesInstanceUid: '2.25.2' },
      image: header,
    }
    expect(toFrame(image, whole, 1, tables).frame.overlay?.reduce((sum, byte) => sum + byte, 0)).toBe(32 * 4 * 255)
  })
})
