import { describe, expect, it } from 'vitest'
import { rleFrame } from '#fixtures/rle-bytes.ts'
import { isTriageError } from '#shared/errors.ts'
import { decodeFrame } from './decode-frame.ts'
import { encapsulate, type MadeImage, madeImage } from '#fixtures/made-image.ts'

const explicit = '1.2.840.10008.1.2.1'
const bigEndian = '1.2.840.10008.1.2.2'
const rle = '1.2.840.10008.1.2.5'

async function decode(made: MadeImage, frame = 1) {
  return decodeFrame(madeImage(made), frame)
}

async function values(made: MadeImage, frame = 1): Promise<readonly number[]> {
  return [...(await decode(made, frame)).data]
}

async function kindOf(made: MadeImage, frame = 1): Promise<string> {
  return decode(made, frame).then(
    () => 'decoded',
    (error: unknown) => (isTriageError(error) ? error.kind : `a bug: ${String(error)}`),
  )
}

const bytes = (...all: number[]): Uint8Array => Uint8Array.from(all)

describe('native pixels', () => {
  const twelve = { rows: 1, columns: 2, bitsStored: 12, highBit: 11 }
  const signedTwelve = { ...twelve, pixelRepresentation: 1 as const }

  it('takes BitsStored bits from HighBit down, and extends the sign', async () => {
    const of = (header: MadeImage['header'], ...value: number[]) =>
      values({ transferSyntaxUid: explicit, header, value: bytes(...value) })
    expect(await of(twelve, 0xff, 0x0f, 0x34, 0x02)).toEqual([0xfff, 0x234])
    expect(await of(signedTwelve, 0xff, 0x0f, 0x00, 0x08)).toEqual([-1, -2048])
    expect(await of(signedTwelve, 0xff, 0xff, 0x00, 0xf8)).toEqual([-1, -2048])
    expect(await of({ ...twelve, highBit: 15 }, 0x00, 0x80, 0x30, 0x12)).toEqual([0x800, 0x123])
    expect(await of({ ...signedTwelve, highBit: 14 }, 0x08, 0xc0, 0x10, 0x00)).toEqual([-2047, 2])
  })

  it('refuses values of more bits than are stored, unless they are an overlay’s', async () => {
    const value = bytes(0x01, 0x00, 0x34, 0x82)
    expect(await kindOf({ transferSyntaxUid: explicit, header: twelve, value })).toBe('bad-header')
    expect(await kindOf({ transferSyntaxUid: explicit, header: signedTwelve, value })).toBe('bad-header')
    const high = { ...twelve, highBit: 15 }
    expect(await kindOf({ transferSyntaxUid: explicit, header: high, value: bytes(0x10, 0, 0x38, 0) })).toBe(
      'bad-header',
    )
    const seven = { rows: 1, columns: 2, bitsAllocated: 8, bitsStored: 7 }
    expect(await kindOf({ transferSyntaxUid: explicit, header: seven, value: bytes(5, 0x85) })).toBe('bad-header')
    for (const [header, last] of [
      [twelve, 0x234],
      [signedTwelve, 0x234],
    ] as const) {
      const made = madeImage({ transferSyntaxUid: explicit, header, value })
      const image = { ...made, pixelData: { ...made.pixelData, overlayBits: 0x8000 } }
      expect([...(await decodeFrame(image, 1)).data]).toEqual([1, last])
    }
  })

  it('refuses unsigned samples that the header calls signed', async () => {
    const ramp = Uint16Array.from({ length: 24 }, (_, index) => 30_000 + index * 200)
    const made = (cells: Uint16Array) => ({
      transferSyntaxUid: explicit,
      header: { pixelRepresentation: 1 as const },
      value: new Uint8Array(cells.buffer),
    })
    expect(await kindOf(made(ramp))).toBe('bad-header')
    expect((await values(made(ramp.map((cell) => cell - 32_768))))[0]).toBe(-2768)
    expect(await kindOf(made(ramp.map((cell, index) => (index % 2 === 0 ? 0x8000 : cell / 100))))).toBe('decoded')
  })

  it('keeps 32-bit integers, floats and doubles whole, wherever they lie in the file', async () => {
    const header = { rows: 1, columns: 1, bitsAllocated: 32, bitsStored: 32 }
    expect(await values({ transferSyntaxUid: explicit, header, value: bytes(1, 0, 0, 0xff) })).toEqual([0xff000001])
    const signed = { ...header, pixelRepresentation: 1 as const, bitsStored: 28, highBit: 27 }
    expect(await values({ transferSyntaxUid: explicit, header: signed, value: bytes(0xfe, 0xff, 0xff, 0x0f) })).toEqual(
      [-2],
    )
    const float = new Uint8Array(Float32Array.of(-1.5).buffer)
    expect(await values({ transferSyntaxUid: explicit, header, element: 'float', value: float })).toEqual([-1.5])
    const double = new Uint8Array(Float64Array.of(1e-300).buffer)
    expect(await values({ transferSyntaxUid: explicit, header, element: 'double', value: double })).toEqual([1e-300])
  })

  it('reads a frame of a source whose reads are not aligned', async () => {
    const file = Buffer.concat([bytes(9), bytes(0x34, 0x12, 0x78, 0x56)])
    const image = madeImage({ transferSyntaxUid: explicit, header: { rows: 1, columns: 2 }, value: file })
    const pixelData = { ...image.pixelData, offset: 1, length: 4 }
    expect([...(await decodeFrame({ ...image, pixelData }, 1)).data]).toEqual([0x1234, 0x5678])
    expect([...file]).toEqual([9, 0x34, 0x12, 0x78, 0x56])
  })

  it('unpacks 1-bit frames that start within a byte, and 12-bit cells', async () => {
    const header = { rows: 1, columns: 3, bitsAllocated: 1, bitsStored: 1, numberOfFrames: 2 }
    const value = bytes(0b10_1101, 0)
    expect(await values({ transferSyntaxUid: explicit, header, value })).toEqual([1, 0, 1])
    expect(await values({ transferSyntaxUid: explicit, header, value }, 2)).toEqual([1, 0, 1])
    const twelve = { rows: 1, columns: 2, bitsAllocated: 12, bitsStored: 12 }
    expect(await values({ transferSyntaxUid: explicit, header: twelve, value: bytes(0xbc, 0x3a, 0x12) })).toEqual([
      0xabc, 0x123,
    ])
  })

  it('swaps big endian cells, and 8-bit samples only within words', async () => {
    const header = { rows: 1, columns: 2 }
    expect(await values({ transferSyntaxUid: bigEndian, header, value: bytes(0x12, 0x34, 0x56, 0x78) })).toEqual([
      0x1234, 0x5678,
    ])
    const eight = { rows: 1, columns: 3, bitsAllocated: 8, bitsStored: 8, numberOfFrames: 2 }
    const value = bytes(2, 1, 4, 3, 6, 5)
    expect(await values({ transferSyntaxUid: bigEndian, header: eight, value, vr: 'OW' })).toEqual([1, 2, 3])
    expect(await values({ transferSyntaxUid: bigEndian, header: eight, value, vr: 'OW' }, 2)).toEqual([4, 5, 6])
    expect(await values({ transferSyntaxUid: bigEndian, header: eight, value, vr: 'OB' }, 2)).toEqual([3, 6, 5])
  })

  it('finds the order of words in big endian cells of 32 bits, which writers do not agree on', async () => {
    const cells = Uint32Array.from({ length: 24 }, (_, index) => 1_000_000 + index * 300)
    const header = { bitsAllocated: 32, bitsStored: 32 }
    const little = Buffer.from(cells.buffer)
    for (const value of [Buffer.from(little).swap32(), Buffer.from(little).swap16()]) {
      expect(await values({ transferSyntaxUid: bigEndian, header, value })).toEqual([...cells])
    }
  })

  it('interleaves planes and gives subsampled chroma to both pixels', async () => {
    const header = { rows: 1, columns: 2, samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, planarConfiguration: 1 }
    const colour = { ...header, photometricInterpretation: 'RGB' }
    expect(await values({ transferSyntaxUid: explicit, header: colour, value: bytes(1, 2, 3, 4, 5, 6) })).toEqual([
      1, 3, 5, 2, 4, 6,
    ])
    const chroma = { ...header, photometricInterpretation: 'YBR_FULL_422', planarConfiguration: 0 }
    const decoded = await decode({ transferSyntaxUid: explicit, header: chroma, value: bytes(10, 20, 30, 40) })
    expect([...decoded.data]).toEqual([10, 30, 40, 20, 30, 40])
    expect(decoded.photometricInterpretation).toBe('YBR_FULL')
  })

  it('refuses pixels that are short as stated or as they come', async () => {
    const header = { rows: 2, columns: 2, numberOfFrames: 2 }
    const value = new Uint8Array(16)
    expect(await kindOf({ transferSyntaxUid: explicit, header, value: value.subarray(0, 14) })).toBe(
      'truncated-pixel-data',
    )
    const cut = { transferSyntaxUid: explicit, header, value: value.subarray(0, 14), length: 16 }
    expect(await kindOf(cut, 1)).toBe('decoded')
    expect(await kindOf(cut, 2)).toBe('truncated-pixel-data')
    expect(await kindOf({ transferSyntaxUid: explicit, header, value }, 3)).toBe('bad-argument')
  })

  it.each([
    ['bits stored beyond allocated', { bitsStored: 17 }, 'unsupported-pixels'],
    ['a high bit below the stored', { bitsStored: 12, highBit: 10 }, 'unsupported-pixels'],
    ['a high bit beyond the cell', { bitsStored: 12, highBit: 16 }, 'unsupported-pixels'],
    ['64 bits allocated', { bitsAllocated: 64, bitsStored: 64 }, 'unsupported-pixels'],
    ['two samples a pixel', { samplesPerPixel: 2 }, 'unsupported-pixels'],
    ['no rows', { rows: 0 }, 'unsupported-pixels'],
    ['more pixels than the limit', { rows: 10_001, columns: 10_000 }, 'limit'],
    ['more bytes than the limit', { rows: 10_000, columns: 10_000, bitsAllocated: 32, bitsStored: 32 }, 'limit'],
    [
      'an odd width in 4:2:2',
      { columns: 3, samplesPerPixel: 3, photometricInterpretation: 'YBR_FULL_422' },
      'unsupported-pixels',
    ],
  ] as const)('refuses %s', async (_, header, kind) => {
    expect(await kindOf({ transferSyntaxUid: explicit, header, value: new Uint8Array(48) })).toBe(kind)
  })

  it.each([
    ['1.2.840.10008.1.2.1', 'YBR_ICT'],
    ['1.2.840.10008.1.2.5', 'YBR_FULL_422'],
    ['1.2.840.10008.1.2.4.50', 'PALETTE COLOR'],
    ['1.2.840.10008.1.2.4.80', 'YBR_RCT'],
    ['1.2.840.10008.1.2.4.90', 'YBR_PARTIAL_420'],
  ])('refuses %s with the photometric interpretation %s, which it cannot hold', async (uid, photometric) => {
    const header = {
      samplesPerPixel: photometric === 'PALETTE COLOR' ? 1 : 3,
      bitsAllocated: 8,
      bitsStored: 8,
      photometricInterpretation: photometric,
    }
    const refused = decode({ transferSyntaxUid: uid, header, value: encapsulate([new Uint8Array(96)]) })
    await expect(refused).rejects.toThrow(`; came ${photometric}.`)
  })

  it('names the transfer syntaxes that it refuses', async () => {
    const video = madeImage({ transferSyntaxUid: '1.2.840.10008.1.2.4.102', header: {}, value: new Uint8Array(8) })
    await expect(decodeFrame(video, 1)).rejects.toThrow(/MPEG-4 AVC\/H\.264 High Profile/)
    expect(await kindOf({ transferSyntaxUid: '1.2.3', header: {}, value: new Uint8Array(48) })).toBe(
      'unsupported-transfer-syntax',
    )
  })
})

describe('RLE', () => {
  const header = { rows: 4, columns: 6 }
  const cells = Uint16Array.from({ length: 24 }, (_, index) => (index < 8 ? 7 : index * 2731))
  const packed = rleFrame(new Uint8Array(cells.buffer), 2, 1, 6)
  const image = (fragment: Uint8Array, more = {}): MadeImage => ({
    transferSyntaxUid: rle,
    header: { ...header, ...more },
    value: encapsulate([fragment]),
  })

  it('decodes byte segments, the most significant first', async () => {
    expect(await values(image(packed))).toEqual([...cells])
    expect(await values(image(Buffer.concat([packed, bytes(0, 0)])))).toEqual([...cells])
  })

  it('decodes colour into interleaved samples', async () => {
    const colour = bytes(1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6)
    const more = {
      rows: 2,
      columns: 2,
      samplesPerPixel: 3,
      bitsAllocated: 8,
      bitsStored: 8,
      photometricInterpretation: 'RGB',
    }
    for (const planarConfiguration of [0, 1]) {
      expect(await values(image(rleFrame(colour, 1, 3, 2), { ...more, planarConfiguration }))).toEqual([...colour])
    }
  })

  it.each([
    ['more rows', { rows: 5 }],
    ['fewer rows', { rows: 3 }],
    ['more columns', { columns: 7 }],
    ['fewer bytes a sample', { bitsAllocated: 8, bitsStored: 8 }],
    ['more samples', { samplesPerPixel: 3, photometricInterpretation: 'RGB' }],
  ])('refuses a frame whose header states %s', async (_, more) => {
    expect(await kindOf(image(packed, more))).toMatch(/codestream-mismatch|truncated-pixel-data/)
  })

  it('refuses a frame cut at any byte', async () => {
    const kinds = new Set<string>()
    for (let length = 0; length < packed.length - 1; length++)
      kinds.add(await kindOf(image(packed.subarray(0, length))))
    expect([...kinds].filter((kind) => kind === 'decoded' || kind.startsWith('a bug'))).toEqual([])
  })

  it('writes no more than the frame, whatever the runs say', async () => {
    const bomb = Buffer.concat([packed.subarray(0, 64), Buffer.alloc(1_000_000, 0x81)])
    expect(await kindOf(image(bomb))).toBe('codestream-mismatch')
  })
})
