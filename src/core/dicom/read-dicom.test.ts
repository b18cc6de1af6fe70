import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explicitSyntax, headerFile, sourceOf } from '#fixtures/header-file.ts'
import { isTriageError } from '#shared/errors.ts'
import type { Header } from '#shared/header.ts'
import { readDicom } from './read-dicom.ts'

const samples = '../shared/data/dicom'

/** What an independent reader found in a file. */
type Expected = {
  readonly image: boolean | null
  readonly rows: number
  readonly columns: number
  readonly bitsAllocated: number
  readonly bitsStored: number
  readonly photometric: string
  readonly samples: number
  readonly frames: number
  readonly modality: string
  readonly sopClass: string
  readonly transferSyntax: string
  readonly signed: boolean
}

function summary(header: Header): Omit<Expected, 'image'> {
  const { image, series } = header
  return {
    rows: image.rows,
    columns: image.columns,
    bitsAllocated: image.bitsAllocated,
    bitsStored: image.bitsStored,
    photometric: image.photometricInterpretation,
    samples: image.samplesPerPixel,
    frames: image.numberOfFrames,
    modality: series.modality ?? '',
    sopClass: image.sopClassUid ?? '',
    transferSyntax: image.transferSyntaxUid ?? '',
    signed: image.pixelRepresentation === 1,
  }
}

function outcomeOf(bytes: Uint8Array): string {
  try {
    const read = readDicom(sourceOf(bytes))
    return read.kind === 'image' ? 'image' : read.nonImage.what
  } catch (error) {
    if (isTriageError(error)) return error.kind
    throw error
  }
}

describe.skipIf(!existsSync(samples))('on the sample files (skipped where ../shared/data/dicom is missing)', () => {
  const expected = new Map(
    Object.entries(JSON.parse(readFileSync(`${samples}/expected.json`, 'utf8')) as Record<string, Expected>),
  )
  const images = [...expected].filter(([, { image }]) => image)

  it.each(images)('reads what an independent reader reads in %s', (name, wanted) => {
    const read = readDicom(sourceOf(readFileSync(`${samples}/${name}`)))
    if (read.kind !== 'image') throw new Error(`an image was expected; came ${read.nonImage.what}`)
    expect(wanted).toMatchObject(summary(read.header))
  })

  it('names what holds no image, and says why the damaged ones cannot be read', () => {
    const others = [...expected].filter(([, { image }]) => !image)
    const outcomes = others.map(([name]) => [name, outcomeOf(readFileSync(`${samples}/${name}`))])
    expect(Object.fromEntries(outcomes)).toEqual({
      'charset/chrJapMulti.dcm': 'not-an-image',
      'charset/chrJapMultiExplicitIR6.dcm': 'not-an-image',
      'charset/chrKoreanMulti.dcm': 'not-an-image',
      'charset/chrSQEncoding.dcm': 'not-an-image',
      'charset/chrSQEncoding1.dcm': 'not-an-image',
      'pydicom/ExplVR_BigEndNoMeta.dcm': 'RT Ion Plan',
      'pydicom/ExplVR_LitEndNoMeta.dcm': 'RT Ion Plan',
      'pydicom/MR_truncated.dcm': 'truncated-pixel-data',
      'pydicom/UN_sequence.dcm': 'not-an-image',
      'pydicom/badVR.dcm': 'bad-header',
      'pydicom/empty_charset_LEI.dcm': 'not-an-image',
      'pydicom/meta_missing_tsyntax.dcm': 'bad-header',
      'pydicom/nested_priv_SQ.dcm': 'bad-header',
      'pydicom/no_meta.dcm': 'not-an-image',
      'pydicom/no_meta_group_length.dcm': 'not-an-image',
      'pydicom/priv_SQ.dcm': 'not-an-image',
      'pydicom/reportsi.dcm': 'Basic Text SR',
      'pydicom/reportsi_with_empty_number_tags.dcm': 'Basic Text SR',
      'pydicom/rtplan.dcm': 'RT Plan',
      'pydicom/rtplan_truncated.dcm': 'RT Plan',
      'pydicom/rtstruct.dcm': 'RT Structure Set',
      'pydicom/test-SR.dcm': 'Comprehensive SR',
      'pydicom/waveform_ecg.dcm': '12-lead ECG Waveform',
    })
  })
})

describe('how much is read', () => {
  const frames = { tag: 0x00280008, vr: 'IS', value: '1000' }

  it('costs kilobytes, however long the pixel data and what lies before it', () => {
    const header = headerFile([frames, { tag: 0x00091010, vr: 'OB', value: new Uint8Array(3_000_000) }], [0x7fe00010])
    const pixels = headerFile([frames, { tag: 0x7fe00010, vr: 'OW', value: new Uint8Array(48_000) }])
    const start = Buffer.from(pixels).indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]))
    const source = sourceOf(Buffer.concat([header, pixels.subarray(start)]))
    const read = readDicom(source)
    expect(read.kind === 'image' && read.header.image.numberOfFrames).toBe(1_000)
    expect(source.size).toBeGreaterThan(3_000_000)
    expect(source.bytesRead()).toBeLessThan(64 * 1_024)
  })

  it('says where the pixels lie without reading them', () => {
    const file = headerFile()
    const read = readDicom(sourceOf(file))
    expect(read).toMatchObject({
      pixelData: {
        element: 'integer',
        vr: 'OW',
        transferSyntaxUid: explicitSyntax,
        littleEndian: true,
        offset: file.length - 48,
        length: 48,
      },
    })
  })
})

describe('files that are written unlike most', () => {
  const wanted = { rows: 4, columns: 6, bitsStored: 12, photometric: 'MONOCHROME2' }
  const opened = (bytes: Uint8Array): unknown => {
    const read = readDicom(sourceOf(bytes))
    return read.kind === 'image' && summary(read.header)
  }
  const sequence = [[{ tag: 0x00080100, vr: 'SH', value: 'A' }], [{ tag: 0x00080100, vr: 'SH', value: 'B' }]]
  const nested = [[{ tag: 0x00400260, vr: 'SQ', value: sequence, undefinedLength: true }]]

  it.each([
    ['implicit', '1.2.840.10008.1.2'],
    ['explicit', explicitSyntax],
    ['big endian', '1.2.840.10008.1.2.2'],
    ['deflated', '1.2.840.10008.1.2.1.99'],
  ])('reads %s files whole, without preamble, and with sequences of both lengths', (_, transferSyntaxUid) => {
    const sequences = [
      { tag: 0x00400275, vr: 'SQ', value: nested },
      { tag: 0x00400555, vr: 'SQ', value: nested, undefinedLength: true },
    ]
    expect(opened(headerFile(sequences, [], { transferSyntaxUid }))).toMatchObject({
      ...wanted,
      transferSyntax: transferSyntaxUid,
    })
    expect(opened(headerFile([], [], { transferSyntaxUid, preamble: 'none' }))).toMatchObject(wanted)
  })

  it.each(['1.2.840.10008.1.2', explicitSyntax, '1.2.840.10008.1.2.2'])(
    'finds out how a file without meta is written (%s)',
    (uid) => {
      const file = headerFile([], [], { transferSyntaxUid: uid, preamble: 'no-meta' })
      expect(opened(file)).toMatchObject({ ...wanted, transferSyntax: uid })
      expect(opened(Buffer.concat([Buffer.alloc(128), file]))).toMatchObject(wanted)
    },
  )

  it('believes the elements where the meta says another syntax', () => {
    const meta = [{ tag: 0x00020010, vr: 'UI', value: '1.2.840.10008.1.2' }]
    expect(opened(headerFile([], [], { meta }))).toMatchObject({ ...wanted, transferSyntax: explicitSyntax })
  })

  it('takes odd lengths, unknown VRs, lying group lengths, and padding after the end', () => {
    const odd = { tag: 0x00081030, vr: 'LO', value: 'odd!' }
    const file = Buffer.from(headerFile([odd, { tag: 0x00091010, vr: 'ZZ', value: 'x' }]))
    expect(opened(Buffer.concat([file, Buffer.alloc(77)]))).toMatchObject(wanted)
    const at = file.indexOf('odd!')
    file.writeUInt16LE(3, at - 2)
    expect(opened(Buffer.concat([file.subarray(0, at + 3), file.subarray(at + 4)]))).toMatchObject(wanted)
    const lying = Buffer.from(headerFile())
    lying.writeUInt32LE(4_000_000, 140)
    expect(opened(lying)).toMatchObject(wanted)
  })

  it('reads a sequence of unknown VR, which is always implicit', () => {
    const implicit = Buffer.from('feff00e0ffffffff08000001020000004142feff0de000000000feffdde000000000', 'hex')
    const unknown = { tag: 0x00091001, vr: 'UN', value: implicit, statedLength: 0xffffffff }
    expect(opened(headerFile([unknown]))).toMatchObject(wanted)
  })
})
