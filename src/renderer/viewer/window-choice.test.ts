import { describe, expect, it } from 'vitest'
import { chosen, dragged, toWindow } from './window-choice.ts'

const frame = {
  windows: [{ center: 2_000, width: 1_000, function: 'SIGMOID' as const, explanation: 'soft' }],
  minimum: 0,
  maximum: 4_096,
  pixelFormat: 'r16' as const,
}
const other = { ...frame, windows: [{ center: 500, width: 100, function: 'LINEAR' as const }] }

describe('the window of an image', () => {
  it('begins with the file’s table, else its first window', () => {
    expect(toWindow(undefined, frame)).toEqual({ center: 2_000, width: 1_000, function: 'SIGMOID' })
    const voiLut = { firstMapped: 0, entries: Uint16Array.of(0, 1) }
    expect(toWindow(undefined, { ...frame, voiLut })).toBeUndefined()
    expect(toWindow(chosen('full'), { ...frame, voiLut })).toEqual({
      center: 2_048,
      width: 4_096,
      function: 'LINEAR_EXACT',
    })
  })

  it('follows a drag: 512 pixels are the whole range', () => {
    const after = dragged(undefined, { x: 32, y: -16 }, frame)
    expect(toWindow(after, frame)).toEqual({ center: 1_872, width: 1_256, function: 'SIGMOID' })
  })

  it('changes alike in a linked image, and stays as it is in Hounsfield units', () => {
    const after = dragged(undefined, { x: 125, y: 0 }, frame)
    expect(toWindow(after, frame)?.width).toBe(2_000)
    expect(toWindow(after, other)).toEqual({ center: 500, width: 200, function: 'LINEAR' })
    const lung = { center: -600, width: 1_500, function: 'LINEAR' as const }
    expect(toWindow(chosen(lung), other)).toEqual(lung)
  })

  it('never turns over', () => {
    expect(toWindow(dragged(undefined, { x: -9_999, y: 0 }, other), other)?.width).toBe(1)
    expect(toWindow(dragged(undefined, { x: -9_999, y: 0 }, frame), frame)?.width).toBeGreaterThan(0)
  })

  it('leaves colours as they are', () =>
    expect(toWindow(undefined, { ...frame, windows: [], pixelFormat: 'rgb8', maximum: 255 })).toEqual({
      center: 127.5,
      width: 255,
      function: 'LINEAR_EXACT',
    }))
})
