import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDicom } from '#core/dicom/read-dicom.ts'
import type { DicomElement } from '#fixtures/dicom-bytes.ts'
import { headerFile, sourceOf } from '#fixtures/header-file.ts'
import { isTriageError } from '#shared/errors.ts'
import { blankPlanes } from './blank-plane.ts'
import { type Deidentified, deidentify } from './deidentify.ts'

const standIns = {
  patient: 'P-STANDIN',
  dateShiftDays: 31,
  uid: (uid: string) => uid && `2.25.9${uid.replaceAll('.', '')}`.slice(0, 64),
  accession: () => 'A-STANDIN',
}
const secret = 'ZZSECRETZZ'
const text = (tag: number, vr: string, value = secret): DicomElement => ({ tag, vr, value })
const run = (elements: readonly DicomElement[], parts = {}): Deidentified =>
  deidentify(sourceOf(headerFile(elements, [], parts)), standIns)
const latin1 = ({ bytes }: Deidentified) => Buffer.from(bytes).toString('latin1')

const textVrs = ['AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'LO', 'LT', 'PN', 'SH', 'ST', 'TM', 'UC', 'UI', 'UR', 'UT']
const blob = Buffer.from(secret)

describe('identifiers', () => {
  it('are gone from every VR, kept tags with a lie in them, items and private elements', () => {
    const nested = [[text(0x00100010, 'PN'), text(0x00181050, 'LO'), text(0x00280030, 'DS')]]
    const result = run([
      ...textVrs.map((vr, index) => text(0x00087001 + index, vr)),
      text(0x00080005, 'CS', 'ISO_IR 100'),
      text(0x00080020, 'DA'),
      text(0x00080030, 'TM'),
      text(0x00080050, 'SH'),
      text(0x00080070, 'LO'),
      text(0x00080080, 'LO'),
      text(0x00091001, 'LO'),
      { tag: 0x00091002, vr: 'OB', value: blob },
      { tag: 0x00091003, vr: 'UN', value: blob },
      text(0x00100010, 'PN'),
      text(0x00100020, 'LO'),
      text(0x00100030, 'DA'),
      text(0x00104000, 'LT'),
      text(0x00180050, 'LO'),
      text(0x00200011, 'IS'),
      text(0x00200032, 'DS'),
      { tag: 0x00289110, vr: 'SQ', value: nested },
      { tag: 0x00400275, vr: 'SQ', value: nested, undefinedLength: true },
      { tag: 0x52009229, vr: 'SQ', value: [[{ tag: 0x00289110, vr: 'SQ', value: nested }]], undefinedLength: true },
      { tag: 0x60003000, vr: 'OW', value: blob },
    ])
    expect(latin1(result)).not.toContain(secret)
    expect(result.changes.filter(({ what }) => what === 'removed').length).toBeGreaterThan(textVrs.length)
    expect(readDicom(sourceOf(result.bytes)).kind).toBe('image')
  })

  it('are gone from code strings in capitals, numbers of the patient where a count belongs, and tails of dates', () => {
    const result = run([
      text(0x00080008, 'CS', `ORIGINAL\\PRIMARY\\${secret}`),
      text(0x00080020, 'DA', '20240301123456'),
      text(0x00080022, 'DA', `20240301${secret}`),
      text(0x0008002a, 'DT', '20240301101500.5+0100'),
      text(0x00080030, 'TM', '98765432'),
      text(0x00080068, 'CS'),
      text(0x00100020, 'LO', '0054321'),
      text(0x00180015, 'CS'),
      text(0x00180060, 'DS', '54321.0'),
      text(0x00185101, 'CS'),
      text(0x00200011, 'IS', '54321'),
      text(0x00200013, 'IS', '7654321'),
      text(0x00200020, 'CS', `L\\${secret}`),
      { tag: 0x00209165, vr: 'AT', value: blob.subarray(0, 8) },
      { tag: 0x00209157, vr: 'UL', value: blob.subarray(0, 8) },
      text(0x00280301, 'CS'),
    ])
    expect(latin1(result)).not.toMatch(/SECRET|54321|123456|98765432/)
    expect(latin1(result)).toContain('ORIGINAL\\PRIMARY\\')
    expect(latin1(result)).toContain('20240130101500.5')
    expect(result.changes).toContainEqual({ attribute: '(0008,0008)', what: 'empty' })
  })

  it('are gone from the preamble and the meta group', () => {
    const preamble = Buffer.alloc(128)
    preamble.write(secret)
    const result = run([], { preamble, meta: [text(0x00020016, 'AE')] })
    expect(latin1(result)).not.toContain(secret)
    expect(result.bytes.subarray(0, 128).every((byte) => byte === 0)).toBe(true)
  })
})

describe('a transfer syntax that is none of the standard', () => {
  it('is refused, not copied', () => {
    expect(() => run([], { transferSyntaxUid: secret })).toThrow(/transfer syntax of the standard/)
  })
})

describe('what stands in', () => {
  it('moves dates, maps UIDs and names the method', () => {
    const result = run([text(0x00080020, 'DA', '20240301')])
    expect(latin1(result)).toContain('20240130')
    expect(result.sopInstanceUid).toBe('2.25.922511')
    expect(latin1(result)).toContain('113107')
    expect(latin1(result)).not.toContain('113101')
  })
})

describe('what describes the picture', () => {
  it('stays under its own VR, whether the file writes VRs or not', () => {
    const described = [
      text(0x00180093, 'DS', '100'),
      text(0x00201002, 'IS', '24'),
      text(0x00280034, 'IS', '2\\1'),
      { tag: 0x00281041, vr: 'SS', value: Buffer.from([0xff, 0xff]) },
      text(0x00280301, 'CS', 'NO'),
    ]
    for (const transferSyntaxUid of ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1']) {
      const told = run(described, { transferSyntaxUid }).changes.map(({ attribute }) => attribute)
      expect(told.filter((attribute) => /^\((0018|0020,1002|0028)/.test(attribute))).toEqual([])
    }
  })

  it('has no retired overlay left in the free bits of its cells', () => {
    const cells = Buffer.from([0x34, 0x12, 0xff, 0xff])
    blankPlanes(cells, { bitsAllocated: 16, bitsStored: 8, highBit: 11, littleEndian: true })
    expect([...cells]).toEqual([0x30, 0x02, 0xf0, 0x0f])
    blankPlanes(cells.swap16(), { bitsAllocated: 16, bitsStored: 12, highBit: 11, littleEndian: false })
    expect([...cells]).toEqual([0x02, 0x30, 0x0f, 0xf0])
    const number = (tag: number, value: number) => ({ tag, vr: 'US', value: Buffer.from([value, 0]) })
    const sizes = [number(0x00280100, 16), number(0x00280101, 12), number(0x00280102, 11)]
    const picture = { tag: 0x7fe00010, vr: 'OW', value: Buffer.from(secret) }
    expect(latin1(run([...sizes, picture]))).toContain(secret)
    expect(latin1(run([...sizes, picture, number(0x60000102, 12)]))).not.toContain(secret)
  })
})

describe('what a validator asks for', () => {
  it('stays by its defined terms, or stays empty', () => {
    const result = run([
      text(0x00080070, 'LO'),
      text(0x00281054, 'LO', 'HU'),
      { tag: 0x00400555, vr: 'SQ', value: [[text(0x0040a30a, 'LO')]], undefinedLength: true },
    ])
    expect(latin1(result)).not.toContain(secret)
    expect(latin1(result)).toContain('HU')
    expect(result.changes).toEqual(
      expect.arrayContaining([
        { attribute: '(0008,0070)', what: 'empty' },
        { attribute: '(0040,0555)', what: 'empty' },
      ]),
    )
    expect(latin1(run([text(0x00281054, 'LO')]))).not.toContain(secret)
  })
})

describe('text in the picture', () => {
  const annotation = (value: string): DicomElement => text(0x00280301, 'CS', value)
  it('is feared of a secondary capture that does not deny it', () => {
    expect(run([]).mayHoldText).toBe(true)
    expect(run([annotation('NO')]).mayHoldText).toBe(false)
    expect(run([annotation('YES')]).mayHoldText).toBe(true)
  })
})

const folders = ['../shared/data/studies', '../shared/data/dicom']
const python = '/usr/bin/python3'
const readable =
  folders.every((folder) => existsSync(folder)) && spawnSync(python, ['-c', 'import numpy, pydicom']).status === 0

describe.skipIf(!readable)('every sample file (skipped without ../shared/data or pydicom)', () => {
  it('has nothing of the identity left for an independent reader, and the same pixel data', { timeout: 60_000 }, () => {
    const out = mkdtempSync(join(tmpdir(), 'firstlook-deidentify-'))
    try {
      const pairs = samplePairs(out)
      const script = join(import.meta.dirname, 'read_back.py')
      const { stdout, stderr } = spawnSync(python, [script], { input: JSON.stringify(pairs), encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(pairs.length).toBeGreaterThan(50)
      expect(JSON.parse(stdout)).toEqual({})
    } finally {
      rmSync(out, { recursive: true })
    }
  })
})

/** Each image that can be opened, with its de-identified file. */
function samplePairs(out: string): (readonly [string, string])[] {
  const files = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  )
  return files.flatMap((file, index) => {
    const written = join(out, `${index}-${file.replaceAll('/', '_')}`)
    try {
      writeFileSync(written, deidentify(sourceOf(readFileSync(file)), standIns).bytes)
      return [[file, written] as const]
    } catch (error) {
      if (!isTriageError(error)) throw error
      return []
    }
  })
}
