import { describe, expect, it } from 'vitest'
import { bytesOf, imageOfFrames, picture } from '#fixtures/coded-frames.ts'
import { htj2kFrame } from '#fixtures/htj2k-frame.ts'
import { pixelHeader } from '#fixtures/made-image.ts'
import type { ImageHeader } from '#shared/header.ts'
import { startOpenjpeg } from './codecs/cornerstone-codec.ts'
import { decodeFrame } from './decode-frame.ts'
import { type PixelFormat, readPixelFormat } from './pixel-format.ts'

const colour = { samplesPerPixel: 3, photometricInterpretation: 'YBR_RCT' }
const shapes: readonly (readonly [string, Partial<ImageHeader>])[] = [
  ['8 bits', { bitsAllocated: 8, bitsStored: 8, highBit: 7 }],
  ['12 bits', { bitsAllocated: 16, bitsStored: 12, highBit: 11 }],
  ['16 bits', { bitsAllocated: 16, bitsStored: 16, highBit: 15 }],
  ['8 bits in colour', { bitsAllocated: 8, bitsStored: 8, highBit: 7, ...colour }],
]

const size = { rows: 61, columns: 83 }

async function decode(transferSyntaxUid: string, frame: Uint8Array, header: Partial<ImageHeader>) {
  const image = imageOfFrames('htj2k', [frame], header)
  return (await decodeFrame({ ...image, pixelData: { ...image.pixelData, transferSyntaxUid } }, 1)).data
}

const formatOf = (header: Partial<ImageHeader>): PixelFormat =>
  readPixelFormat(imageOfFrames('htj2k', [], header).header.image, { element: 'integer' })

/** OpenJPEG shares no code with OpenJPH, which decodes these frames. */
async function byOpenjpeg(frame: Uint8Array, header: Partial<ImageHeader>): Promise<readonly number[]> {
  const { cells } = (await startOpenjpeg()).decode(frame, formatOf(header))
  return [...cells]
}

describe('High-Throughput JPEG 2000', () => {
  for (const [order, uid] of [
    ['LRCP', '1.2.840.10008.1.2.4.201'],
    ['RPCL', '1.2.840.10008.1.2.4.202'],
  ] as const) {
    it.each(shapes)(`lossless in the order ${order} gives every value of %s`, async (_, bits) => {
      const header = { ...size, ...bits }
      const cells = picture(header)
      const frame = await htj2kFrame(bytesOf(cells), pixelHeader(header), { order })
      expect([...(await decode(uid, frame, header))]).toEqual([...cells])
      expect(await byOpenjpeg(frame, header)).toEqual([...cells])
    })
  }

  it.each(shapes.slice(0, 3))('with losses gives %s within two levels of another decoder', async (_, bits) => {
    const header = { ...size, ...bits }
    const cells = picture(header)
    const frame = await htj2kFrame(bytesOf(cells), pixelHeader(header), { order: 'RPCL', step: 0.002 })
    const values = [...(await decode('1.2.840.10008.1.2.4.203', frame, header))]
    const theirs = await byOpenjpeg(frame, header)
    const farthest = (of: ArrayLike<number>) => Math.max(...values.map((value, i) => Math.abs(value - (of[i] ?? NaN))))
    expect(farthest(theirs)).toBeLessThanOrEqual(2)
    expect(farthest(cells)).toBeGreaterThan(0)
    expect(farthest(cells)).toBeLessThan(2 ** (header.bitsStored ?? 8) / 50)
  })
})
