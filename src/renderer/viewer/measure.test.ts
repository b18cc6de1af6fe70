import { describe, expect, it } from 'vitest'
import type { Header } from '#shared/header.ts'
import type { LoadedFrame } from './load-frame.ts'
import { angleOf, lengthOf, statisticsOf, valueAt } from './measure.ts'

const header = (spacing?: Header['image']['spacing']) => ({ spacing }) as Header['image']
const frame = {
  description: { columns: 4, rows: 3, slope: 2, intercept: -1, pixelFormat: 'r16', paddingValue: 99 },
  samples: Uint16Array.of(0, 1, 2, 3, 4, 5, 99, 7, 8, 9, 10, 11),
} as unknown as LoadedFrame

describe('measuring', () => {
  it('tells lengths in millimetres where the spacing is known, else in pixels', () => {
    const [a, b] = [
      { x: 0, y: 0 },
      { x: 3, y: 4 },
    ]
    expect(lengthOf(a, b, header())).toEqual({ value: 5, unit: 'px', calibrated: false })
    expect(lengthOf(a, b, header({ rowMm: 2, columnMm: 2, meaning: 'patient' }))).toMatchObject({
      value: 10,
      unit: 'mm',
      calibrated: true,
    })
    expect(lengthOf(a, b, header({ rowMm: 1, columnMm: 1, meaning: 'detector' })).calibrated).toBe(false)
  })

  it('tells angles in the plane of the picture', () => {
    expect(angleOf({ x: 1, y: 0 }, { x: 0, y: 0 }, { x: 0, y: 1 }, header())).toBeCloseTo(90, 9)
    expect(
      angleOf({ x: 1, y: 1 }, { x: 0, y: 0 }, { x: 1, y: 0 }, header({ rowMm: 1, columnMm: 2, meaning: 'patient' })),
    ).toBeCloseTo(26.565, 3)
  })

  it('tells statistics of the pixels whose centre lies inside, padding left out', () => {
    const whole = statisticsOf(
      frame,
      [
        { x: 0, y: 0 },
        { x: 4, y: 3 },
      ],
      'rectangle',
    )
    expect(whole).toMatchObject({ pixels: 11, minimum: -1, maximum: 21 })
    expect(
      statisticsOf(
        frame,
        [
          { x: 2, y: 2 },
          { x: 0, y: 0 },
        ],
        'rectangle',
      ),
    ).toMatchObject({ pixels: 4, mean: 4 })
    expect(
      statisticsOf(
        frame,
        [
          { x: 0, y: 0 },
          { x: 3, y: 3 },
        ],
        'ellipse',
      )?.pixels,
    ).toBe(8)
    expect(
      statisticsOf(
        frame,
        [
          { x: 0, y: 0 },
          { x: 0.2, y: 0.2 },
        ],
        'rectangle',
      ),
    ).toBeUndefined()
  })

  it('tells the value under a point in modality units', () => {
    expect(valueAt(frame, { x: 1.9, y: 1.1 })).toEqual([9])
    expect(valueAt(frame, { x: 4, y: 0 })).toBeUndefined()
  })
})
