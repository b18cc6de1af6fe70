import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { isTriageError } from '#shared/errors.ts'
import { bytesOf, codedFrame, losslessUids, picture } from '#fixtures/coded-frames.ts'
import { decodeFrame } from './decode-frame.ts'
import { encapsulate, madeImage } from '#fixtures/made-image.ts'

const header = { rows: 16, columns: 16, bitsAllocated: 8, bitsStored: 8, numberOfFrames: 3 }
const pictures = [0, 1, 2].map((seed) => picture(header, seed))
const even = (bytes: Uint8Array): Uint8Array =>
  bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, new Uint8Array(1)])
const frames = (await Promise.all(pictures.map(async (cells) => codedFrame('jpeg', bytesOf(cells), header)))).map(even)
const halves = frames.flatMap((frame) => [frame.subarray(0, 40), frame.subarray(40)])
const [first, second, third] = frames as [Uint8Array, Uint8Array, Uint8Array]
const frameOffsets = [0, first.length + 16, first.length + second.length + 32]

type Lies = {
  table?: readonly number[]
  delimiter?: boolean
  extended?: readonly number[]
  cut?: number
  frames?: number
}

async function decodeAll(fragments: readonly Uint8Array[], lies: Lies = {}): Promise<readonly string[]> {
  const value = encapsulate(fragments, lies)
  const extendedOffsets =
    lies.extended === undefined ? undefined : { offsets: lies.extended, lengths: frames.map(({ length }) => length) }
  const image = madeImage({
    transferSyntaxUid: losslessUids.jpeg,
    header: { ...header, numberOfFrames: lies.frames ?? 3 },
    value: value.subarray(0, value.length - (lies.cut ?? 0)),
    extendedOffsets,
  })
  return Promise.all(
    pictures.map(async (cells, index) =>
      decodeFrame(image, index + 1).then(
        ({ data }) => (Buffer.from(data.buffer).equals(bytesOf(cells)) ? 'right' : 'wrong'),
        (error: unknown) => (isTriageError(error) ? error.kind : 'a bug'),
      ),
    ),
  )
}

const right = ['right', 'right', 'right']

describe('the frames of encapsulated pixel data', () => {
  it('are a fragment each, with any table or none', async () => {
    const simple = [0, first.length + 8, first.length + second.length + 16]
    for (const table of [[], simple, [0, 2, 4], [0, 0, 0], [4_294_967_295], Array.from({ length: 90 }, () => 7)]) {
      expect(await decodeAll(frames, { table })).toEqual(right)
    }
  })

  it('are several fragments by a table, or by where their codestreams start', async () => {
    expect(await decodeAll(halves, { table: frameOffsets })).toEqual(right)
    expect(await decodeAll(halves)).toEqual(right)
    expect(await decodeAll(halves, { extended: frameOffsets })).toEqual(right)
  })

  it('are found though the table is wrong', async () => {
    for (const table of [[0, 48, 96], [8, 9, 10], [0, frameOffsets[2] ?? 0, frameOffsets[1] ?? 0], [0]]) {
      expect(await decodeAll(halves, { table })).toEqual(right)
    }
  })

  it('are whole without a delimiter, and refused where the file ends within one', async () => {
    expect(await decodeAll(frames, { delimiter: false })).toEqual(right)
    expect(await decodeAll(frames, { cut: 8 })).toEqual(right)
    expect(await decodeAll(frames, { delimiter: false, cut: 20 })).toEqual(['right', 'right', 'truncated-pixel-data'])
    expect(await decodeAll(frames, { delimiter: false, cut: third.length + 4 })).toEqual([
      'right',
      'right',
      'truncated-pixel-data',
    ])
  })

  it('are found by lengths though their bytes look like a delimiter', async () => {
    const comment = Buffer.from([0xff, 0xfe, 0, 14, 0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0, 0xfe, 0xff, 0, 0xe0])
    const disguised = frames.map((frame) => Buffer.concat([frame.subarray(0, 2), comment, frame.subarray(2)]))
    expect(await decodeAll(disguised)).toEqual(right)
  })

  it('are refused when there are more of them than the header states', async () => {
    expect(await decodeAll(halves.slice(0, 4), { frames: 3 })).toEqual(['right', 'right', 'truncated-pixel-data'])
    expect(await decodeAll(halves, { frames: 2 })).toEqual(['decode-failed', 'decode-failed', 'bad-argument'])
  })

  it('are read one at a time', async () => {
    const value = encapsulate(frames)
    const image = madeImage({ transferSyntaxUid: losslessUids.jpeg, header, value })
    let bytesRead = 0
    const read = (offset: number, length: number): Uint8Array => {
      bytesRead += length
      return value.subarray(offset, offset + length)
    }
    await decodeFrame({ ...image, source: { size: value.length, read } }, 2)
    expect(bytesRead).toBeLessThan(second.length + 80)
  })
})

describe.each([
  ['encapsulated uncompressed frames', '1.2.840.10008.1.2.1.98', (bytes: Uint8Array) => bytes],
  ['deflated frames', '1.2.840.10008.1.2.8.1', (bytes: Uint8Array) => deflateRawSync(bytes)],
])('%s', (_, transferSyntaxUid, code) => {
  const image = (cells: readonly Uint8Array[]) =>
    madeImage({ transferSyntaxUid, header, value: encapsulate(cells.map((bytes) => even(code(bytes)))) })
  const cells = pictures.map(bytesOf)

  it('are decoded one by one', async () => {
    for (const [index, bytes] of cells.entries()) {
      expect(Buffer.from((await decodeFrame(image(cells), index + 1)).data.buffer).equals(bytes)).toBe(true)
    }
  })

  it('are refused when they are short or long', async () => {
    const short = image(cells.map((bytes) => bytes.subarray(2)))
    await expect(decodeFrame(short, 1)).rejects.toMatchObject({ kind: 'truncated-pixel-data' })
    const long = image(cells.map((bytes) => Buffer.concat([bytes, bytes])))
    await expect(decodeFrame(long, 1)).rejects.toMatchObject({
      kind: expect.stringMatching(/codestream-mismatch|decode-failed/),
    })
  })
})
