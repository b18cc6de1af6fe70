import sharp, { type Sharp } from 'sharp'
import { describe, expect, it } from 'vitest'
import { pngBytes } from '#fixtures/png-bytes.ts'
import { limits } from '#shared/limits.ts'
import { openRaster } from './open-raster.ts'

const source = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: (offset: number, length: number) => bytes.subarray(offset, offset + length),
})
const [columns, rows] = [40, 30]
const deep = Uint16Array.from({ length: columns * rows }, (_, i) => (i * 211) % 65_536)
const flat = Uint8Array.from({ length: columns * rows }, (_, i) => (i * 7) % 256)
const colours = Uint8Array.from({ length: columns * rows * 3 }, (_, i) => (i * 5) % 256)
const raw = (data: Uint8Array | Uint16Array, channels: 1 | 3) =>
  sharp(data, { raw: { width: columns, height: rows, channels } })

describe('a picture file', () => {
  it('keeps the 16 bits of PNG and TIFF', async () => {
    const tiff = await raw(deep, 1).toColourspace('grey16').tiff({ compression: 'lzw' }).toBuffer()
    for (const [format, bytes] of [
      ['png', pngBytes(rows, columns, deep)],
      ['tiff', tiff],
    ] as const) {
      const { header, readFrame } = await openRaster(source(bytes), format)
      expect(header.image).toMatchObject({ rows, columns, bitsStored: 16, samplesPerPixel: 1 })
      expect((await readFrame(1)).data).toEqual(deep)
    }
  })

  it('has an identity made of its bytes', async () => {
    const one = await openRaster(source(pngBytes(rows, columns, flat)), 'png')
    const same = await openRaster(source(pngBytes(rows, columns, flat)), 'png')
    const other = await openRaster(source(pngBytes(rows, columns, flat, 'other')), 'png')
    expect(one.header).toEqual(same.header)
    expect(other.header.image.sopInstanceUid).not.toBe(one.header.image.sopInstanceUid)
    expect(one.header.image.sopInstanceUid).toMatch(/^2\.25\.\d{1,39}$/)
  })

  it('is turned upright', async () => {
    const bytes = await raw(flat, 1).toColourspace('b-w').withMetadata({ orientation: 6 }).png().toBuffer()
    const { header, readFrame } = await openRaster(source(bytes), 'png')
    expect([header.image.rows, header.image.columns]).toEqual([columns, rows])
    // Orientation 6: the stored first column, from its bottom, is the first row.
    const { data } = await readFrame(1)
    expect(data[0]).toBe(flat[(rows - 1) * columns])
    expect(data[rows - 1]).toBe(flat[0])
  })

  it('lies on black where it is transparent', async () => {
    const bytes = await raw(
      flat.map(() => 200),
      1,
    )
      .ensureAlpha(0.5)
      .png()
      .toBuffer()
    const { data } = await (await openRaster(source(bytes), 'png')).readFrame(1)
    expect([...new Set(data)]).toEqual([99])
  })

  it('is grey when its three channels are equal, and colour when not', async () => {
    const equal = await raw(flat, 1).toColourspace('srgb').png().toBuffer()
    const grey = await openRaster(source(equal), 'png')
    expect(grey.header.image).toMatchObject({ samplesPerPixel: 1, photometricInterpretation: 'MONOCHROME2' })
    expect((await grey.readFrame(1)).data).toEqual(flat)
    const coloured = await openRaster(source(await raw(colours, 3).png().toBuffer()), 'png')
    expect(coloured.header.image).toMatchObject({ samplesPerPixel: 3, photometricInterpretation: 'RGB' })
    expect((await coloured.readFrame(1)).data).toEqual(colours)
  })

  it('ignores an ICC profile and says that there is one', async () => {
    const bytes = await raw(colours, 3).withIccProfile('p3').png().toBuffer()
    const { header, readFrame } = await openRaster(source(bytes), 'png')
    expect(header.image.badges).toContain('icc-profile')
    const { data } = await (await openRaster(source(await sharp(bytes).png().toBuffer()), 'png')).readFrame(1)
    expect((await readFrame(1)).data).not.toEqual(data)
  })

  it.each([
    ['CMYK', 'jpeg', () => raw(colours, 3).toColourspace('cmyk').jpeg().toBuffer(), 'unsupported-pixels'],
    [
      'Lab',
      'tiff',
      () => raw(colours, 3).toColourspace('lab').tiff({ compression: 'none' }).toBuffer(),
      'unsupported-pixels',
    ],
    ['JPEG under the name of PNG', 'png', () => raw(flat, 1).jpeg().toBuffer(), 'unsupported-pixels'],
    [
      'SVG',
      'png',
      () => Promise.resolve(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')),
      'decode-failed',
    ],
    ['WebP', 'png', () => raw(flat, 1).webp().toBuffer(), 'decode-failed'],
    ['nothing', 'png', () => Promise.resolve(Buffer.alloc(0)), 'decode-failed'],
  ] as const)('refuses %s', async (_, format, make, kind) => {
    await expect(openRaster(source(await make()), format)).rejects.toMatchObject({ kind })
  })

  it.each([
    ['png', (data: Sharp) => data.png({ compressionLevel: 0 })],
    ['jpeg', (data: Sharp) => data.jpeg({ quality: 95 })],
    ['tiff', (data: Sharp) => data.tiff({ compression: 'lzw' })],
  ] as const)('refuses a damaged %s', async (format, encode) => {
    const bytes = await encode(raw(flat, 1).toColourspace('b-w')).toBuffer()
    const damaged = Uint8Array.from(bytes)
    const middle = format === 'tiff' ? 40 : Math.floor(bytes.length / 2)
    for (let i = middle; i < middle + 12; i++) damaged[i] = (damaged[i] ?? 0) ^ 0x5a
    const read = async (data: Uint8Array) => (await openRaster(source(data), format)).readFrame(1)
    await expect(read(bytes)).resolves.toBeDefined()
    await expect(read(damaged)).rejects.toMatchObject({ kind: expect.stringMatching(/decode-failed|truncated/) })
    await expect(read(bytes.subarray(0, Math.floor(bytes.length / 2)))).rejects.toMatchObject({
      kind: expect.stringMatching(/decode-failed|truncated/),
    })
  })

  it('refuses a page that is not there', async () => {
    const { readFrame } = await openRaster(source(pngBytes(rows, columns, flat)), 'png')
    await expect(readFrame(2)).rejects.toMatchObject({ kind: 'bad-argument' })
    await expect(readFrame(0)).rejects.toMatchObject({ kind: 'bad-argument' })
  })

  it('refuses one byte more than the limit unread', async () => {
    const claim = (size: number) => openRaster({ size, read: () => pngBytes(rows, columns, flat) }, 'png')
    await expect(claim(limits.raster.bytes + 1)).rejects.toMatchObject({ kind: 'limit' })
    await expect(claim(limits.raster.bytes)).resolves.toBeDefined()
    await expect(claim(limits.raster.bytes - 1)).resolves.toBeDefined()
  })

  it('refuses one pixel more than the limit before it is decoded', async () => {
    const side = Math.sqrt(limits.raster.pixels)
    const claim = (height: number) => {
      const bytes = Uint8Array.from(pngBytes(rows, columns, flat))
      const view = new DataView(bytes.buffer)
      view.setUint32(16, side)
      view.setUint32(20, height)
      return openRaster(source(bytes), 'png')
    }
    await expect(claim(side + 1)).rejects.toMatchObject({ kind: 'limit' })
    const atLimit = await claim(side).then(
      () => 'opened',
      (error: { kind: string }) => error.kind,
    )
    expect(atLimit).not.toBe('limit')
  })

  it('refuses one scan of a JPEG more than the limit before it is decoded', async () => {
    const baseline = await raw(flat, 1).toColourspace('b-w').jpeg().toBuffer()
    const scan = baseline.subarray(baseline.indexOf(Buffer.from([0xff, 0xda])), -2)
    // What looks like scans in a comment is none.
    const comment = Buffer.concat([Buffer.from([0xff, 0xfe, 0x01, 0x02]), Buffer.alloc(256, 'ffda', 'hex')])
    const claim = (scans: number) => {
      const file = [baseline.subarray(0, 2), comment, baseline.subarray(2, -2), ...Array(scans - 1).fill(scan)]
      return openRaster(source(Buffer.concat([...file, baseline.subarray(-2)])), 'jpeg').then(
        () => 'opened',
        (error: { kind: string }) => error.kind,
      )
    }
    expect(await claim(1)).toBe('opened')
    expect(await claim(limits.raster.jpegScans - 1)).not.toBe('limit')
    expect(await claim(limits.raster.jpegScans)).not.toBe('limit')
    expect(await claim(limits.raster.jpegScans + 1)).toBe('limit')
  })
})
