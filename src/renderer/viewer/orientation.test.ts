import { describe, expect, it } from 'vitest'
import type { Header } from '#shared/header.ts'
import { edgeLetters } from './orientation.ts'

const frontal = { patientOrientation: ['L', 'F'] } as unknown as Header['image']
const axial = { imageOrientationPatient: [1, 0, 0, 0, 1, 0] } as unknown as Header['image']

/** Frontal radiograph: letters at top, right, bottom and left for each turn, unflipped and flipped. */
const golden = [
  [0, false, 'HLFR'],
  [90, false, 'RHLF'],
  [180, false, 'FRHL'],
  [270, false, 'LFRH'],
  [0, true, 'HRFL'],
  [90, true, 'LHRF'],
  [180, true, 'FLHR'],
  [270, true, 'RFLH'],
] as const

describe('orientation letters', () => {
  it.each(golden)('of a frontal image turned by %i, flipped %s: %s', (rotation, flipped, expected) => {
    const { top, right, bottom, left } = edgeLetters(frontal, { rotation, flipped })
    expect(`${top}${right}${bottom}${left}`).toBe(expected)
  })

  it.each(golden)('of an axial slice follow its cosines: %i, %s', (rotation, flipped, expected) => {
    const { top, right, bottom, left } = edgeLetters(axial, { rotation, flipped })
    expect(`${top}${right}${bottom}${left}`).toBe(expected.replaceAll('H', 'A').replaceAll('F', 'P'))
  })

  it('are absent where the file does not say, and double where a direction is oblique', () => {
    expect(edgeLetters({} as Header['image'], { rotation: 0, flipped: false })).toEqual({})
    const oblique = { imageOrientationPatient: [0.8, 0.6, 0, 0, 0, -1] } as unknown as Header['image']
    expect(edgeLetters(oblique, { rotation: 0, flipped: false })).toEqual({
      left: 'RA',
      right: 'LP',
      top: 'H',
      bottom: 'F',
    })
  })
})
