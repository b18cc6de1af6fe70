import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { initSync, JxlImage } from 'jxl-oxide-wasm'
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesOf, codedFrame, imageOfFrames, picture } from '#fixtures/coded-frames.ts'
import { decodeFrame } from './decode-frame.ts'

const require = createRequire(import.meta.url)

beforeAll(() => {
  initSync({
    module: readFileSync(join(dirname(require.resolve('jxl-oxide-wasm/package.json')), 'jxl_oxide_wasm_bg.wasm')),
  })
})

describe('JPEG XL', () => {
  it.each([
    ['8 bits', { bitsAllocated: 8, bitsStored: 8 }],
    ['8 bits in colour', { bitsAllocated: 8, bitsStored: 8, samplesPerPixel: 3, photometricInterpretation: 'RGB' }],
    ['16 bits', { bitsAllocated: 16, bitsStored: 16 }],
    ['16 bits in colour', { bitsAllocated: 16, bitsStored: 16, samplesPerPixel: 3, photometricInterpretation: 'RGB' }],
  ])('of %s decodes as a decoder of another origin reads it', async (_, bits) => {
    const header = { rows: 40, columns: 56, ...bits }
    const cells = picture(header)
    const frame = await codedFrame('jpeg-xl', bytesOf(cells), header)
    const { data } = await decodeFrame(imageOfFrames('jpeg-xl', [frame], header), 1)
    expect(Buffer.from(data.buffer).equals(bytesOf(cells))).toBe(true)
    expect([...data]).toEqual(byJxlOxide(frame))
  })

  it.each([
    ['grey-8', 8, 1, 0],
    ['grey-16', 16, 1, 0],
    ['colour-8', 8, 3, 0],
    ['grey-8-lossy', 8, 1, 2],
    ['colour-8-lossy', 8, 3, 2],
  ] as const)(
    'of the reference encoder, %s, decodes as a decoder of another origin reads it',
    async (name, bits, samples, tolerance) => {
      const colour = samples === 3 ? { samplesPerPixel: 3, photometricInterpretation: 'RGB' } : {}
      const header = { rows: 40, columns: 56, bitsAllocated: bits, bitsStored: bits, ...colour }
      const frame = readFileSync(`fixtures/jpeg-xl/${name}.jxl`)
      const image = imageOfFrames('jpeg-xl', [frame], header)
      const transferSyntaxUid = tolerance === 0 ? '1.2.840.10008.1.2.4.110' : '1.2.840.10008.1.2.4.112'
      const { data } = await decodeFrame({ ...image, pixelData: { ...image.pixelData, transferSyntaxUid } }, 1)
      const theirs = byJxlOxide(frame)
      expect(data).toHaveLength(theirs.length)
      const differences = [...data].map((value, index) => Math.abs(value - (theirs[index] ?? NaN)))
      expect(Math.max(...differences)).toBeLessThanOrEqual(tolerance)
    },
  )

  it('with losses decodes within two levels of a decoder of another origin', async () => {
    const colour = { samplesPerPixel: 3, photometricInterpretation: 'RGB' }
    const header = { rows: 40, columns: 56, bitsAllocated: 8, bitsStored: 8, ...colour }
    const frame = await codedFrame('jpeg-xl', bytesOf(picture(header)), header, { lossy: true })
    const image = imageOfFrames('jpeg-xl', [frame], header)
    const lossy = { ...image, pixelData: { ...image.pixelData, transferSyntaxUid: '1.2.840.10008.1.2.4.112' } }
    const theirs = byJxlOxide(frame)
    const differences = [...(await decodeFrame(lossy, 1)).data].map((value, index) => value - (theirs[index] ?? NaN))
    expect(Math.max(...differences.map(Math.abs))).toBeLessThanOrEqual(2)
  })
})

function byJxlOxide(frame: Uint8Array): readonly number[] {
  const image = new JxlImage()
  image.feedBytes(frame)
  image.tryInit()
  return samplesOfPng(image.render().encodeToPng())
}

/** The samples of a PNG without palette or interlacing (W3C PNG 9.2). */
function samplesOfPng(png: Uint8Array): readonly number[] {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  const columns = view.getUint32(16)
  const rows = view.getUint32(20)
  const sampleBytes = (png[24] ?? 8) / 8
  const pixelBytes = sampleBytes * (png[25] === 2 ? 3 : 1)
  const data: Uint8Array[] = []
  for (let position = 8; position < png.length; position += view.getUint32(position) + 12) {
    const kind = Buffer.from(png.subarray(position + 4, position + 8)).toString('latin1')
    if (kind === 'IDAT') data.push(png.subarray(position + 8, position + 8 + view.getUint32(position)))
  }
  const filtered = inflateSync(Buffer.concat(data))
  const stride = columns * pixelBytes
  const plain = Buffer.alloc(rows * stride)
  for (let row = 0; row < rows; row++) {
    const filter = filtered[row * (stride + 1)] ?? 0
    for (let at = 0; at < stride; at++) {
      const left = at >= pixelBytes ? (plain[row * stride + at - pixelBytes] ?? 0) : 0
      const up = row > 0 ? (plain[(row - 1) * stride + at] ?? 0) : 0
      const corner = row > 0 && at >= pixelBytes ? (plain[(row - 1) * stride + at - pixelBytes] ?? 0) : 0
      const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)]
      plain[row * stride + at] = ((filtered[row * (stride + 1) + 1 + at] ?? 0) + (guesses[filter] ?? 0)) & 0xff
    }
  }
  return Array.from({ length: plain.length / sampleBytes }, (_, index) =>
    sampleBytes === 1 ? (plain[index] ?? 0) : plain.readUInt16BE(index * 2),
  )
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const distances = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)] as const
  if (distances[0] <= distances[1] && distances[0] <= distances[2]) return left
  return distances[1] <= distances[2] ? up : corner
}
