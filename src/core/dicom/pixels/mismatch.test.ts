import { describe, expect, it } from 'vitest'
import type { ImageHeader } from '#shared/header.ts'
import { isTriageError } from '#shared/errors.ts'
import { seededRandom } from '#fixtures/seeded-random.ts'
import { bytesOf, codedFrame, codingNames, imageOfFrames, picture } from '#fixtures/coded-frames.ts'
import { decodeFrame } from './decode-frame.ts'

const wide = { rows: 32, columns: 24, bitsAllocated: 16, bitsStored: 16, highBit: 15 }
const narrow = { rows: 32, columns: 24, bitsAllocated: 8, bitsStored: 8, highBit: 7 }

/** What a header may say that its codestream does not. */
const lies: readonly (readonly [string, Partial<ImageHeader>, Partial<ImageHeader>])[] = [
  ['more rows', wide, { rows: 33 }],
  ['fewer columns', wide, { columns: 23 }],
  ['more samples', wide, { samplesPerPixel: 3, photometricInterpretation: 'RGB' }],
  ['fewer bits', wide, narrow],
  ['more bits', narrow, wide],
]

const drawn = seededRandom(5)
const among = <T>(all: readonly T[]): T => all[drawn.integer() % all.length] as T

/** A header that may differ from the truth in any of what a codestream says too. */
function drawLie(truth: Partial<ImageHeader>): Partial<ImageHeader> {
  const bitsAllocated = among([8, 16])
  const bitsStored = among([7, 8, 8, 12, 15, 16].filter((bits) => bits <= bitsAllocated))
  const lies: readonly Partial<ImageHeader>[] = [
    { rows: 1 + (drawn.integer() % 64) },
    { columns: 1 + (drawn.integer() % 64) },
    { bitsAllocated, bitsStored, highBit: bitsStored - 1 },
    { samplesPerPixel: 3, photometricInterpretation: among(['RGB', 'YBR_FULL', 'YBR_RCT']) },
  ]
  return { ...truth, ...among(lies), ...(drawn.integer() % 3 === 0 ? among(lies) : {}) }
}

describe('a codestream of another image than its header (goal F5)', () => {
  it.each(codingNames)('%s: is refused or shown as it was, whatever of two hundred headers it has', async (coding) => {
    const wrong: Partial<ImageHeader>[] = []
    for (const truth of [wide, narrow]) {
      const cells = picture(truth)
      const frame = await codedFrame(coding, bytesOf(cells), truth)
      for (let round = 0; round < 100; round++) {
        const lie = drawLie(truth)
        const decoded = await decodeFrame(imageOfFrames(coding, [frame], lie), 1).catch((error: unknown) => {
          if (!isTriageError(error)) throw error
        })
        const isRight =
          decoded?.rows === 32 && decoded.columns === 24 && cells.every((cell, at) => decoded.data[at] === cell)
        if (decoded && !isRight) wrong.push(lie)
      }
    }
    expect(wrong).toEqual([])
  })

  for (const coding of codingNames) {
    it.each(lies)(`${coding}: is refused when the header states %s`, async (_, truth, lie) => {
      const frame = await codedFrame(coding, bytesOf(picture(truth)), truth)
      await expect(decodeFrame(imageOfFrames(coding, [frame], truth), 1)).resolves.toMatchObject({ rows: 32 })
      const refused = await decodeFrame(imageOfFrames(coding, [frame], { ...truth, ...lie }), 1).catch(
        (error: unknown) => error,
      )
      expect(isTriageError(refused) && refused.kind).toMatch(/^(?:codestream-mismatch|truncated-pixel-data)$/)
    })
  }

  it('is read by its own depth where wider cells are allocated than it needs', async () => {
    for (const coding of codingNames.filter((name) => name !== 'rle')) {
      const cells = picture(narrow)
      const frame = await codedFrame(coding, bytesOf(cells), narrow)
      const decoded = await decodeFrame(imageOfFrames(coding, [frame], { ...narrow, bitsAllocated: 16 }), 1)
      expect(decoded.data).toEqual(Uint16Array.from(cells))
    }
  })

  it('is refused when fewer bits are stored than its values take', async () => {
    for (const coding of codingNames.filter((name) => name !== 'rle')) {
      const frame = await codedFrame(coding, bytesOf(picture(wide)), wide)
      const lie = { ...wide, bitsStored: 12, highBit: 11 }
      await expect(decodeFrame(imageOfFrames(coding, [frame], lie), 1)).rejects.toMatchObject({
        kind: 'codestream-mismatch',
      })
    }
  })

  it('is refused when JPEG 2000 is signed and the header is not', async () => {
    const signed = { ...wide, pixelRepresentation: 1 as const }
    const frame = await codedFrame('jpeg-2000', bytesOf(picture(signed)), signed)
    await expect(decodeFrame(imageOfFrames('jpeg-2000', [frame], wide), 1)).rejects.toMatchObject({
      kind: 'codestream-mismatch',
    })
  })

  it('is read as two’s complement when JPEG 2000 is unsigned and the header is not, unless that tears the picture', async () => {
    const signed = { ...wide, pixelRepresentation: 1 as const }
    const pixels = picture(wide)
    const torn = await codedFrame('jpeg-2000', bytesOf(pixels), wide)
    await expect(decodeFrame(imageOfFrames('jpeg-2000', [torn], signed), 1)).rejects.toMatchObject({
      kind: 'codestream-mismatch',
    })
    const complement = pixels.map((value) => value ^ 0x8000)
    const whole = await codedFrame('jpeg-2000', bytesOf(complement), wide)
    const decoded = await decodeFrame(imageOfFrames('jpeg-2000', [whole], signed), 1)
    expect(Buffer.from(decoded.data.buffer).equals(bytesOf(complement))).toBe(true)
    expect(decoded.data).toBeInstanceOf(Int16Array)
  })

  it('is refused when it is of another coding than the transfer syntax names', async () => {
    const frames = await Promise.all(
      codingNames.map(async (coding) => codedFrame(coding, bytesOf(picture(narrow)), narrow)),
    )
    for (const coding of codingNames) {
      for (const [index, frame] of frames.entries()) {
        if (codingNames[index] === coding) continue
        const refused = await decodeFrame(imageOfFrames(coding, [frame], narrow), 1).catch((error: unknown) => error)
        expect(isTriageError(refused) && refused.kind).toMatch(/codestream-mismatch|decode-failed|truncated-pixel-data/)
      }
    }
  })
})
