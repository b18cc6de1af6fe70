import { describe, expect, it } from 'vitest'
import { type SeededRandom, seededRandom } from '#fixtures/seeded-random.ts'
import { isTriageError } from '#shared/errors.ts'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import { bytesOf, codedFrame, codingNames, imageOfFrames, picture } from '#fixtures/coded-frames.ts'
import { decodeFrame } from './decode-frame.ts'

const header = { rows: 64, columns: 64, bitsAllocated: 16, bitsStored: 16, highBit: 15 }
const small = { ...header, rows: 32, columns: 32 }
const runBytes = 16

describe.each(codingNames)('damaged frames of %s', (coding) => {
  it('do not spoil the twenty good frames after them (goal F7)', async () => {
    const random = seededRandom(7)
    const pixels = picture(header)
    const good = await codedFrame(coding, bytesOf(pixels), header)
    for (let round = 0; round < 3; round++) {
      const frames = [damaged(good, random, 40), ...Array.from({ length: 20 }, () => good)]
      const image = imageOfFrames(coding, frames, header)
      await outcome(decodeFrame(image, 1))
      for (let frame = 2; frame <= frames.length; frame++) {
        expect(sameBytes(await decodeFrame(image, frame), pixels)).toBe(true)
      }
    }
  })

  it('never show a run of another image’s pixels (goal F6)', async () => {
    const random = seededRandom(11)
    const marker = Uint16Array.from({ length: 32 * 32 }, () => random.integer() % 65_536)
    const runs = runsOf(bytesOf(marker))
    const markerImage = imageOfFrames(coding, [await codedFrame(coding, bytesOf(marker), small)], small)
    const other = await codedFrame(coding, bytesOf(picture(small, 3)), small)
    let shown = 0
    for (let round = 0; round < 34; round++) {
      expect(sameBytes(await decodeFrame(markerImage, 1), marker)).toBe(true)
      const image = imageOfFrames(coding, [damaged(other, random, 1 + (round % 5))], small)
      const decoded = await outcome(decodeFrame(image, 1))
      if (typeof decoded === 'string') continue
      shown++
      for (const run of runsOf(new Uint8Array(decoded.data.buffer))) expect(runs.has(run)).toBe(false)
    }
    // JPEG 2000 holds nothing that tells a flipped bit of its coded data: some of these must get as far as pixels.
    expect(shown > 0 || coding !== 'jpeg-2000').toBe(true)
  })

  it('are refused when cut short', async () => {
    const whole = await codedFrame(coding, bytesOf(picture(header)), header)
    for (let part = 1; part < 24; part++) {
      const cut = whole.subarray(0, Math.floor((whole.length * part) / 24))
      expect(await outcome(decodeFrame(imageOfFrames(coding, [cut], header), 1))).toMatch(
        /truncated-pixel-data|decode-failed|codestream-mismatch/,
      )
    }
  })
})

/** The kind of a refusal, or what was decoded; anything thrown that is no refusal fails the test. */
async function outcome(decoding: Promise<StoredPixels>): Promise<StoredPixels | string> {
  try {
    return await decoding
  } catch (error) {
    if (isTriageError(error)) return error.kind
    throw error
  }
}

function damaged(frame: Uint8Array, random: SeededRandom, flips: number): Uint8Array {
  const bytes = new Uint8Array(frame)
  for (let flip = 0; flip < flips; flip++) {
    const at = Math.floor(bytes.length * (0.3 + 0.65 * random.between(0, 1)))
    bytes[at] = (bytes[at] ?? 0) ^ (1 << (random.integer() % 8))
  }
  return bytes
}

function runsOf(bytes: Uint8Array): Set<string> {
  const text = Buffer.from(bytes).toString('latin1')
  return new Set(Array.from({ length: text.length - runBytes }, (_, start) => text.slice(start, start + runBytes)))
}

function sameBytes(pixels: StoredPixels, cells: Uint8Array | Uint16Array): boolean {
  return Buffer.from(pixels.data.buffer).equals(bytesOf(cells))
}
