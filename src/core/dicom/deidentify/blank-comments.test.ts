import { describe, expect, it } from 'vitest'
import { blankComments } from './blank-comments.ts'

const secret = 'ZZSECRETZZ'
const hex = (...codes: readonly number[]) =>
  Buffer.from(codes.map((code) => code.toString(16).padStart(4, '0')).join(''), 'hex')

/** A segment: marker, length, content. */
const segment = (marker: number, content: string | Buffer) =>
  Buffer.concat([hex(marker, content.length + 2), Buffer.from(content)])
const scan = Buffer.concat([segment(0xffda, 'x'), Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3])])
const blanked = (...parts: readonly Buffer[]) => {
  const value = Buffer.concat(parts)
  const before = Buffer.from(value)
  return { value, before, told: blankComments(value, [{ start: 0, end: value.length }]) }
}

describe('comments of a codestream', () => {
  it('of JPEG are zeros: before, between and behind the scans; what decoding needs stays', () => {
    const needed = [segment(0xffe0, 'JFIF\0SECRET-NOT'), segment(0xffee, 'Adobe'), segment(0xffdb, 'table')]
    const parts = [segment(0xffe1, `Exif${secret}`), segment(0xfffe, secret)]
    const { value, before, told } = blanked(
      hex(0xffd8),
      ...needed,
      ...parts,
      scan,
      segment(0xfffe, secret),
      scan,
      hex(0xffd9),
      Buffer.from(secret),
    )
    expect(told).toBe(true)
    expect(value.toString('latin1')).not.toContain(secret)
    expect(value.length).toBe(before.length)
    for (const part of [...needed, scan]) expect(value.includes(part)).toBe(true)
  })

  it('are found where a header is spread over fragments', () => {
    const value = Buffer.concat([hex(0xffd8), segment(0xfffe, secret), scan, hex(0xffd9)])
    const fragments = [
      { start: 0, end: 9 },
      { start: 9, end: value.length },
    ]
    blankComments(value, fragments)
    expect(value.toString('latin1')).not.toMatch(/SECRET|ZZ/)
  })

  it('of JPEG 2000 are zeros in the main header and in tile-parts, boxes of metadata too', () => {
    const tile = (content: Buffer) => {
      const part = Buffer.concat([
        segment(0xff90, Buffer.alloc(8)),
        content,
        hex(0xff93),
        Buffer.from([0xff, 0x64, 0, 4, 1]),
      ])
      part.writeUInt32BE(part.length, 6)
      return part
    }
    const comment = segment(0xff64, `\0\x01${secret}`)
    const stream = Buffer.concat([
      hex(0xff4f),
      segment(0xff51, 'size'),
      comment,
      tile(comment),
      tile(comment),
      hex(0xffd9),
    ])
    const bare = blanked(stream)
    expect(bare.told).toBe(true)
    expect(bare.value.toString('latin1')).not.toContain(secret)
    // The same bytes within the coded data are no comment.
    expect(bare.value.indexOf(Buffer.from([0xff, 0x64, 0, 4, 1]))).toBeGreaterThan(0)
    const box = (type: string, content: Buffer) => {
      const head = Buffer.alloc(8)
      head.writeUInt32BE(8 + content.length)
      head.write(type, 4, 'latin1')
      return Buffer.concat([head, content])
    }
    const boxed = blanked(
      box('jP  ', Buffer.from('\r\n\x87\n', 'latin1')),
      box('xml ', Buffer.from(secret)),
      box('jp2c', stream),
    )
    expect(boxed.value.toString('latin1')).not.toContain(secret)
  })

  it('are looked for within bounds, and nowhere else', () => {
    const start = Buffer.concat([hex(0xffd8), segment(0xfffe, secret)])
    for (let length = 0; length <= start.length; length++) blanked(start.subarray(0, length))
    expect(blanked(Buffer.from(`\x03\0\0\0${secret}`)).told).toBe(false)
  })
})
