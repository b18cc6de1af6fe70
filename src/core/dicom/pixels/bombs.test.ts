import { describe, expect, it } from 'vitest'
import type { ImageHeader } from '#shared/header.ts'
import { bytesOf, codedFrame, codingNames, imageOfFrames, picture } from '#fixtures/coded-frames.ts'
import { encapsulate, madeImage } from '#fixtures/made-image.ts'
import { decodeFrame } from './decode-frame.ts'

const MiB = 1024 ** 2
const small = { rows: 16, columns: 16, bitsAllocated: 16, bitsStored: 16 }

async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss
  await work()
  return (process.resourceUsage().maxRSS * 1024 - before) / MiB
}

describe('a small file of a huge frame (goal F4)', () => {
  const huge: readonly (readonly [string, Partial<ImageHeader>, string])[] = [
    ['as its header says', { rows: 40_000, columns: 40_000 }, 'limit'],
    ['against its header', {}, 'codestream-mismatch'],
  ]

  it.each(huge)('in JPEG 2000 is refused before it is decoded, %s', async (_, header, kind) => {
    const frame = new Uint8Array(await codedFrame('jpeg-2000', bytesOf(picture(small)), small))
    const view = new DataView(frame.buffer)
    for (const at of [8, 12, 24, 28]) view.setUint32(at, 40_000)
    const image = imageOfFrames('jpeg-2000', [frame], { ...small, ...header })
    const grown = await growth(async () => expect(decodeFrame(image, 1)).rejects.toMatchObject({ kind }))
    expect(grown).toBeLessThan(256)
  })

  it('in more tiles than the standard allows is refused', async () => {
    const frame = new Uint8Array(await codedFrame('jpeg-2000', bytesOf(picture(small)), small))
    const view = new DataView(frame.buffer)
    for (const at of [8, 12]) view.setUint32(at, 5000)
    for (const at of [24, 28]) view.setUint32(at, 1)
    const image = imageOfFrames('jpeg-2000', [frame], { ...small, rows: 5000, columns: 5000 })
    await expect(decodeFrame(image, 1)).rejects.toMatchObject({ kind: 'limit' })
  })

  it('in RLE or deflated frames is refused at the size that its header states', async () => {
    const runs = Buffer.alloc(MiB, 0x81)
    runs.writeUInt32LE(2, 0)
    runs.writeUInt32LE(64, 4)
    runs.writeUInt32LE(MiB / 2, 8)
    const rle = imageOfFrames('rle', [runs], small)
    const { deflateRawSync } = await import('node:zlib')
    const deflated = madeImage({
      transferSyntaxUid: '1.2.840.10008.1.2.8.1',
      header: small,
      value: encapsulate([deflateRawSync(Buffer.alloc(300 * MiB))]),
    })
    const grown = await growth(async () => {
      await expect(decodeFrame(rle, 1)).rejects.toMatchObject({ kind: 'codestream-mismatch' })
      await expect(decodeFrame(deflated, 1)).rejects.toMatchObject({ kind: 'decode-failed' })
    })
    expect(grown).toBeLessThan(256 + 300)
  })

  it('leaves nothing behind over many images', async () => {
    for (const coding of codingNames) {
      const frame = await codedFrame(coding, bytesOf(picture(small)), small)
      const decode = async (): Promise<unknown> => decodeFrame(imageOfFrames(coding, [frame], small), 1)
      for (let round = 0; round < 10; round++) await decode()
      const before = process.memoryUsage().rss
      for (let round = 0; round < 30; round++) await decode()
      expect((process.memoryUsage().rss - before) / MiB).toBeLessThan(128)
    }
  })
})
