import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { DicomElement } from '#fixtures/dicom-bytes.ts'
import { headerFile, sourceOf } from '#fixtures/header-file.ts'
import { isTriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import type { ByteSource } from './byte-source.ts'
import { inflateDataSet } from './file/inflate.ts'
import { readDicom } from './read-dicom.ts'

function outcomeOf(act: () => unknown): string {
  try {
    act()
    return 'read'
  } catch (error) {
    return isTriageError(error) ? error.kind : `a bug: ${String(error)}`
  }
}

const us = (tag: number, value: number): DicomElement => ({ tag, vr: 'US', value })
const groupOfPixels = Buffer.from('28000200', 'hex')

/** A small image's file with bytes put in before its pixel description. */
function fileWith(part: Uint8Array): Buffer {
  const file = headerFile()
  const at = Buffer.from(file).indexOf(groupOfPixels)
  return Buffer.concat([file.subarray(0, at), part, file.subarray(at)])
}

/** A header followed by as many zeros as wanted, which lie nowhere. */
function endless(header: Uint8Array, size: number): ByteSource {
  return {
    size,
    read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
      bytes.set(header.subarray(offset, offset + bytes.length))
      return bytes
    },
  }
}

/** The outcomes for one less than the limit, the limit, and one more. */
function around(limit: number, read: (count: number) => unknown): readonly string[] {
  return [limit - 1, limit, limit + 1].map((count) => outcomeOf(() => read(count)))
}

describe('limits of a header, at one less, exactly and one more', () => {
  const wanted = ['read', 'read', 'limit']
  const { dicom } = limits

  it('sequenceDepth', () => {
    const sequence = '0800401153510000ffffffff'
    const item = 'feff00e0ffffffff'
    const ends = 'feff0de000000000feffdde000000000'
    const deep = (depth: number): Buffer => Buffer.from((sequence + item).repeat(depth) + ends.repeat(depth), 'hex')
    expect(around(dicom.sequenceDepth, (depth) => readDicom(sourceOf(fileWith(deep(depth)))))).toEqual(wanted)
  })

  it('elements', () => {
    const own = 13
    const many = (count: number): Buffer => Buffer.from('090001104c4f0000'.repeat(count - own), 'hex')
    expect(around(dicom.elements, (count) => readDicom(sourceOf(fileWith(many(count)))))).toEqual(wanted)
  })

  it('items', () => {
    const many = (count: number): Buffer =>
      Buffer.concat([
        Buffer.from('0800401153510000ffffffff', 'hex'),
        Buffer.from('feff00e000000000'.repeat(count), 'hex'),
        Buffer.from('feffdde000000000', 'hex'),
      ])
    expect(around(dicom.items, (count) => readDicom(sourceOf(fileWith(many(count)))))).toEqual(wanted)
  })

  it('headerBytes', () => {
    const file = headerFile([], [0x00080016], { preamble: 'no-meta' })
    const at = Buffer.from(file).indexOf(groupOfPixels)
    const own = Buffer.from(file).indexOf(Buffer.from('e07f1000', 'hex'))
    const sized = (bytes: number): Buffer => {
      const head = Buffer.from('090001104f42000000000000', 'hex')
      head.writeUInt32LE(bytes - head.length, 8)
      return Buffer.concat([head, Buffer.alloc(bytes - head.length)])
    }
    const padded = (length: number): Buffer => {
      const fill = length - own
      const parts = Array.from({ length: Math.floor(fill / 60_000) - 1 }, () => sized(60_000))
      const rest = fill - parts.length * 60_000
      const halves = [sized(Math.floor(rest / 2)), sized(Math.ceil(rest / 2))]
      return Buffer.concat([file.subarray(0, at), ...parts, ...halves, file.subarray(at)])
    }
    expect(around(dicom.headerBytes, (length) => readDicom(sourceOf(padded(length))))).toEqual(wanted)
  })

  it('frames', () => {
    const cell = [us(0x00280010, 1), us(0x00280011, 1), us(0x00280100, 8), us(0x00280101, 8), us(0x00280102, 7)]
    const file = (frames: number): Uint8Array =>
      headerFile([
        ...cell,
        { tag: 0x00280008, vr: 'IS', value: String(frames) },
        { tag: 0x7fe00010, vr: 'OB', value: new Uint8Array(frames) },
      ])
    expect(around(dicom.frames, (frames) => readDicom(sourceOf(file(frames))))).toEqual(wanted)
  })

  const picture = (rows: number, columns: number, bits: number): ByteSource => {
    const bytes = rows * columns * (bits / 8)
    const header = headerFile([
      us(0x00280010, rows),
      us(0x00280011, columns),
      us(0x00280100, bits),
      us(0x00280101, bits),
      us(0x00280102, bits - 1),
      { tag: 0x7fe00010, vr: 'OW', value: new Uint8Array(), statedLength: bytes },
    ])
    return endless(header, header.length + bytes)
  }

  it('pixels', () => {
    expect(dicom.pixels).toBe(10_000 * 10_000)
    const sizes = [
      [9_999, 10_001],
      [10_000, 10_000],
      // 100,000,001 is no product of two sizes.
      [9_091, 11_000],
    ] as const
    expect(sizes.map(([rows, columns]) => outcomeOf(() => readDicom(picture(rows, columns, 8))))).toEqual(wanted)
  })

  it('frameBytes', () => {
    expect(dicom.frameBytes).toBe(8_192 * 8_192 * 4)
    const sizes = [
      [8_191, 8_192],
      [8_192, 8_192],
      [8_193, 8_192],
    ] as const
    expect(sizes.map(([rows, columns]) => outcomeOf(() => readDicom(picture(rows, columns, 32))))).toEqual(wanted)
  })
})

describe('limits of inflation, at one less, exactly and one more', () => {
  const wanted = ['read', 'read', 'limit']
  const zeros = (count: number): ByteSource => sourceOf(deflateRawSync(new Uint8Array(count), { level: 1 }))

  it('inflationFloorBytes', () => {
    const bounds = { inflatedBytes: 1_000_000, inflationRatio: 1, inflationFloorBytes: 50_000 }
    expect(around(50_000, (count) => inflateDataSet(zeros(count), 0, bounds))).toEqual(wanted)
  })

  it('inflatedBytes', () => {
    const bounds = { inflatedBytes: 50_000, inflationRatio: 100, inflationFloorBytes: 64_000 }
    expect(around(50_000, (count) => inflateDataSet(zeros(count), 0, bounds))).toEqual(wanted)
    const deflated = (count: number): ByteSource => endless(new Uint8Array(), count)
    expect(outcomeOf(() => inflateDataSet(deflated(50_001), 0, bounds))).toBe('limit')
  })

  it('inflationRatio', () => {
    const { size } = zeros(60_000)
    const bounds = { inflatedBytes: 1_000_000, inflationRatio: 100, inflationFloorBytes: 1_000 }
    expect(outcomeOf(() => inflateDataSet(zeros(60_000), 0, { ...bounds, inflationRatio: 60_000 / size }))).toBe('read')
    expect(outcomeOf(() => inflateDataSet(zeros(60_000), 0, { ...bounds, inflationRatio: 59_000 / size }))).toBe(
      'limit',
    )
    expect(limits.dicom.inflationRatio).toBe(100)
  })
})
