import { constants, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { concat, type DicomElement, writeDicom } from '#fixtures/dicom-bytes.ts'
import { explicitSyntax, headerFile, sourceOf } from '#fixtures/header-file.ts'
import { isTriageError, type ErrorKind } from '#shared/errors.ts'
import { readDicom } from './read-dicom.ts'

const implicit = '1.2.840.10008.1.2'
const bigEndian = '1.2.840.10008.1.2.2'
const deflated = '1.2.840.10008.1.2.1.99'

function outcomeOf(bytes: Uint8Array): string {
  try {
    return readDicom(sourceOf(bytes)).kind
  } catch (error) {
    return isTriageError(error) ? error.kind : `a bug: ${String(error)}`
  }
}

const us = (tag: number, value: number): DicomElement => ({ tag, vr: 'US', value })
const ul = (tag: number, value: number): DicomElement => ({ tag, vr: 'UL', value })
const is = (tag: number, value: string): DicomElement => ({ tag, vr: 'IS', value })
const cs = (tag: number, value: string): DicomElement => ({ tag, vr: 'CS', value })
const pixels = (value: Uint8Array, vr = 'OW'): DicomElement => ({ tag: 0x7fe00010, vr, value })
const syntax = (transferSyntaxUid: string): Uint8Array => headerFile([], [], { transferSyntaxUid })
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const repeated = (text: string, count: number): Buffer => {
  const part = hex(text)
  return Buffer.alloc(part.length * count, part)
}
const before = (file: Uint8Array, part: Uint8Array): Uint8Array => {
  const at = Buffer.from(file).indexOf(hex('28 00 02 00'))
  return concat([file.subarray(0, at), part, file.subarray(at)])
}
/** Raw bytes put into a sound file before its group 0028. */
const within = (text: string): Uint8Array => before(headerFile(), hex(text))

const lut = (count: number, data: Uint8Array, bits = 16): DicomElement => ({
  tag: 0x00283000,
  vr: 'SQ',
  value: [
    [
      { tag: 0x00283002, vr: 'US', value: [count, 0, bits] },
      { tag: 0x00283006, vr: 'OW', value: data },
    ],
  ],
})
const palette = (count: number, data: Uint8Array): readonly DicomElement[] => [
  cs(0x00280004, 'PALETTE COLOR'),
  ...[0x00281101, 0x00281102, 0x00281103].map((tag) => ({ tag, vr: 'US', value: [count, 0, 16] })),
  ...[0x00281201, 0x00281202, 0x00281203].map((tag) => ({ tag, vr: 'OW', value: data })),
]
const unnamed = (file: Uint8Array, uid: string): Uint8Array => {
  const copy = Buffer.from(file)
  copy.write(uid, copy.indexOf('1.2.840.10008.1.2.1\0'), 'latin1')
  return copy
}

type Case = readonly [name: string, kind: ErrorKind, bytes: () => Uint8Array]

const cases: readonly Case[] = [
  // No DICOM
  ['no bytes', 'empty', () => new Uint8Array()],
  ['words', 'not-an-image', () => Buffer.from('These are words and no radiograph.\n'.repeat(8))],
  ['zeros', 'not-an-image', () => new Uint8Array(4_096)],
  ['noise', 'not-an-image', () => Uint8Array.from({ length: 4_096 }, (_, index) => (index * 7_919) >>> 3)],
  ['only a prefix', 'truncated', () => concat([new Uint8Array(128), Buffer.from('DICM')])],
  ['only meta', 'truncated', () => writeDicom({ transferSyntaxUid: explicitSyntax, elements: [] })],
  [
    'a program that says DICM later',
    'not-an-image',
    () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200), Buffer.from('DICM')]),
  ],

  // Cut off
  ['cut in the meta group', 'truncated', () => headerFile().subarray(0, 200)],
  ['cut in an element', 'truncated', () => headerFile().subarray(0, 407)],
  [
    'cut in a sequence',
    'truncated',
    () => headerFile([{ tag: 0x00081140, vr: 'SQ', value: [[ul(0x00081160, 1)]] }]).subarray(0, 400),
  ],
  ['cut before the pixels', 'truncated-pixel-data', () => headerFile().subarray(0, -48)],
  ['cut in the pixels', 'truncated-pixel-data', () => headerFile().subarray(0, -1)],
  ['an element longer than the file', 'truncated', () => within('09 00 10 10 4f 42 00 00 00 00 00 40')],
  ['cut in deflated bytes', 'truncated', () => syntax(deflated).subarray(0, -40)],
  ['stated pixels shorter than the picture', 'truncated-pixel-data', () => headerFile([pixels(new Uint8Array(46))])],
  ['pixels for one frame of two', 'truncated-pixel-data', () => headerFile([is(0x00280008, '2')])],
  ['empty pixel data', 'truncated-pixel-data', () => headerFile([pixels(new Uint8Array())])],
  [
    'pixels for one sample of three',
    'truncated-pixel-data',
    () => headerFile([us(0x00280002, 3), cs(0x00280004, 'RGB')]),
  ],
  ['no pixel data', 'not-an-image', () => headerFile([], [0x7fe00010])],

  // Transfer syntaxes
  ['an unknown syntax', 'unsupported-transfer-syntax', () => unnamed(headerFile(), '1.2.840.10008.1.7.7\0')],
  ['a syntax that is no UID', 'unsupported-transfer-syntax', () => unnamed(headerFile(), 'COPYCOPYCOPYCOPYCOP\0')],
  ['MPEG-2', 'unsupported-transfer-syntax', () => syntax('1.2.840.10008.1.2.4.100')],
  ['H.264', 'unsupported-transfer-syntax', () => syntax('1.2.840.10008.1.2.4.102')],
  ['HEVC', 'unsupported-transfer-syntax', () => syntax('1.2.840.10008.1.2.4.107')],
  ['JPIP', 'unsupported-transfer-syntax', () => syntax('1.2.840.10008.1.2.4.94')],
  ['big-endian pixels in a private syntax', 'unsupported-transfer-syntax', () => syntax('1.2.840.113619.5.2')],
  [
    'what does not inflate',
    'bad-header',
    () => Buffer.concat([syntax(deflated).subarray(0, 310), Buffer.alloc(64, 0xff)]),
  ],
  [
    'native pixels of undefined length',
    'bad-header',
    () => headerFile([{ ...pixels(new Uint8Array(48)), statedLength: 0xffffffff }]),
  ],

  // The picture's shape
  ['Rows as UL', 'bad-header', () => headerFile([ul(0x00280010, 0x80000001)])],
  ['Columns as UL', 'bad-header', () => headerFile([ul(0x00280011, 0x80000006)])],
  ['Rows as text', 'bad-header', () => headerFile([is(0x00280010, '4')])],
  ['BitsAllocated as UL', 'bad-header', () => headerFile([ul(0x00280100, 16)])],
  [
    'Rows of four bytes in implicit VR',
    'bad-header',
    () => headerFile([ul(0x00280010, 4)], [], { transferSyntaxUid: implicit }),
  ],
  ['two values of Rows', 'bad-header', () => headerFile([{ tag: 0x00280010, vr: 'US', value: [4, 4] }])],
  ['Rows twice', 'bad-header', () => headerFile([us(0x00280010, 4), us(0x00280010, 3)])],
  ['no Rows', 'bad-header', () => headerFile([], [0x00280010])],
  ['no rows', 'bad-header', () => headerFile([us(0x00280010, 0)])],
  ['no BitsAllocated', 'bad-header', () => headerFile([], [0x00280100])],
  ['no BitsStored', 'bad-header', () => headerFile([], [0x00280101])],
  ['no PixelRepresentation', 'bad-header', () => headerFile([], [0x00280103])],
  ['no photometric interpretation', 'bad-header', () => headerFile([], [0x00280004])],
  ['more bits stored than allocated', 'bad-header', () => headerFile([us(0x00280101, 24)])],
  ['a high bit below the stored bits', 'bad-header', () => headerFile([us(0x00280102, 3)])],
  ['a high bit beyond the cell', 'bad-header', () => headerFile([us(0x00280102, 16)])],
  ['a third signedness', 'bad-header', () => headerFile([us(0x00280103, 2)])],
  ['grey of three samples', 'bad-header', () => headerFile([us(0x00280002, 3)])],
  ['colour of one sample', 'bad-header', () => headerFile([cs(0x00280004, 'RGB')])],
  ['an unknown photometric interpretation', 'unsupported-pixels', () => headerFile([cs(0x00280004, 'ULTRAVIOLET')])],
  ['46341 squared', 'limit', () => headerFile([us(0x00280010, 46_341), us(0x00280011, 46_341)])],
  ['65535 squared', 'limit', () => headerFile([us(0x00280010, 65_535), us(0x00280011, 65_535)])],
  ['minus one frame', 'bad-header', () => headerFile([is(0x00280008, '-1')])],
  ['frames in words', 'bad-header', () => headerFile([is(0x00280008, 'many')])],
  ['half a frame', 'bad-header', () => headerFile([is(0x00280008, '1.5')])],
  ['a billion frames', 'limit', () => headerFile([is(0x00280008, '1000000000')])],
  [
    'floats of 16 bits',
    'bad-header',
    () => headerFile([{ tag: 0x7fe00008, vr: 'OF', value: new Uint8Array(48) }], [0x7fe00010]),
  ],

  // Nesting
  ['an item outside a sequence', 'bad-header', () => within('fe ff 00 e0 00 00 00 00')],
  [
    'no item in a sequence',
    'bad-header',
    () => within('08 00 40 11 53 51 00 00 ff ff ff ff 08 00 00 01 53 48 02 00 41 42'),
  ],
  [
    'an item longer than its sequence',
    'bad-header',
    () => within('08 00 40 11 53 51 00 00 08 00 00 00 fe ff 00 e0 20 00 00 00'),
  ],
  [
    'an element longer than its item',
    'bad-header',
    () => within('08 00 40 11 53 51 00 00 10 00 00 00 fe ff 00 e0 08 00 00 00 08 00 00 01 53 48 20 00'),
  ],
  ['a sequence without end', 'truncated', () => within('08 00 40 11 53 51 00 00 ff ff ff ff fe ff 00 e0 ff ff ff ff')],
  [
    'fragments that are none',
    'bad-header',
    () => within('88 00 00 02 4f 42 00 00 ff ff ff ff 01 02 03 04 05 06 07 08'),
  ],
  [
    'a sequence of 3.6 MB of nesting',
    'limit',
    () => before(headerFile(), repeated('08 00 40 11 53 51 00 00 ff ff ff ff fe ff 00 e0 ff ff ff ff', 180_000)),
  ],
  [
    'nesting in implicit VR',
    'limit',
    () =>
      writeDicom({
        transferSyntaxUid: implicit,
        elements: [{ tag: 0x00081140, vr: 'SQ', value: nested(70), undefinedLength: true }],
      }),
  ],
  ['nesting by stated lengths', 'limit', () => headerFile([{ tag: 0x00081140, vr: 'SQ', value: nested(70) }])],
  [
    '4 MB of empty items',
    'limit',
    () =>
      before(
        headerFile(),
        concat([hex('08 00 40 11 53 51 00 00 ff ff ff ff'), repeated('fe ff 00 e0 00 00 00 00', 500_000)]),
      ),
  ],
  ['elements without end', 'limit', () => before(headerFile(), repeated('09 00 01 10 4c 4f 00 00', 600_000))],

  // Tables
  ['a modality LUT shorter than it says', 'bad-header', () => headerFile([lut(300, new Uint8Array(64))])],
  ['a modality LUT of 40 bits', 'bad-header', () => headerFile([lut(4, new Uint8Array(8), 40)])],
  ['a modality LUT without data', 'bad-header', () => headerFile([{ tag: 0x00283000, vr: 'SQ', value: [[]] }])],
  ['a palette shorter than it says', 'bad-header', () => headerFile(palette(256, new Uint8Array(100)))],
  ['no palette', 'bad-header', () => headerFile([cs(0x00280004, 'PALETTE COLOR')])],

  // Bombs
  ['a gigabyte in a megabyte', 'limit', () => bomb(1_024)],
]

function nested(depth: number): readonly (readonly DicomElement[])[] {
  const item = [[ul(0x00081160, 1)]]
  return depth === 0 ? item : [[{ tag: 0x00081140, vr: 'SQ', value: nested(depth - 1) }]]
}

/** Zeros deflated once, as a block that is not the last, and repeated. */
function bomb(mebibytes: number): Uint8Array {
  const meta = writeDicom({ transferSyntaxUid: deflated, elements: [] }).subarray(0, -2)
  const block = deflateRawSync(new Uint8Array(1_024 ** 2), { level: 9, finishFlush: constants.Z_SYNC_FLUSH })
  return concat([meta, ...Array.from({ length: mebibytes }, () => block), deflateRawSync(new Uint8Array())])
}

describe('hostile and damaged headers', () => {
  it.each(cases)('refuses %s as %s', (_, kind, bytes) => {
    expect(outcomeOf(bytes())).toBe(kind)
  })

  it('reads the file that these were made of, in every syntax', () => {
    for (const transferSyntaxUid of [implicit, explicitSyntax, bigEndian, deflated]) {
      expect(outcomeOf(syntax(transferSyntaxUid))).toBe('image')
    }
  })

  it('says nothing of the patient when it refuses', () => {
    const name = { tag: 0x00100010, vr: 'PN', value: 'Secret^Name' }
    const refused = (elements: readonly DicomElement[]): string => {
      try {
        readDicom(sourceOf(headerFile([name, ...elements])))
        return 'read'
      } catch (error) {
        return isTriageError(error) ? JSON.stringify(error.toFailure()) : String(error)
      }
    }
    expect(refused([cs(0x00280004, 'Secret^Name')])).not.toContain('Secret')
    expect(refused([is(0x00280008, 'Secret^Name')])).not.toContain('Secret')
  })
})
