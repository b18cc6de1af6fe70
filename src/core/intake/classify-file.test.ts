import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { tinyDicom } from '#fixtures/tiny-dicom.ts'
import { classifyFile } from './classify-file.ts'

const classify = (bytes: string | Uint8Array, name = 'IM0001') => {
  const content = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
  const result = classifyFile(content.subarray(0, 2_048), name, content.length)
  switch (result.kind) {
    case 'image':
      return result.format
    case 'archive':
      return 'archive'
    case 'skipped':
      return `skipped: ${result.what}`
    case 'refused':
      return `refused: ${result.failure.kind}`
  }
}

describe('classifyFile', () => {
  it('knows images by content, whatever the name', () => {
    expect(classify(tinyDicom())).toBe('dicom')
    expect(classify(tinyDicom(), 'report.pdf')).toBe('dicom')
    expect(classify(tinyDicom().subarray(132), 'no-preamble')).toBe('dicom')
    expect(classify('\x08\0\x05\0CS\x0a\0ISO_IR 100')).toBe('dicom')
    expect(classify('\0\x08\0\x05CS\0\x0aISO_IR 100')).toBe('dicom')
    expect(classify('\x08\0\x05\0\x0a\0\0\0ISO_IR 100')).toBe('dicom')
    expect(classify('\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR')).toBe('png')
    expect(classify('\xff\xd8\xff\xe0\0\x10JFIF')).toBe('jpeg')
    expect(classify('II*\0\x08\0\0\0')).toBe('tiff')
    expect(classify('MM\0*\0\0\0\x08', 'scan.dcm')).toBe('tiff')
  })

  it('takes DICOM for DICOM under every preamble', () => {
    for (const preamble of ['MZ', '\x7fELF', '\xcf\xfa\xed\xfe', '#!/bin/sh', 'PK\x03\x04', '%PDF-1.7', 'II*\0']) {
      const bytes = tinyDicom()
      bytes.write(preamble, 'latin1')
      expect(classify(bytes)).toBe('dicom')
    }
  })

  it('skips what lies beside images on a disc', () => {
    const skipped: readonly (readonly [content: string, name: string, what: string])[] = [
      ['MZ\x90\0', 'VIEWER.EXE', 'Windows program'],
      ['\x7fELF\x02', 'viewer', 'Linux program'],
      ['<!DOCTYPE html><p>', 'INDEX.HTM', 'HTML page'],
      ['%PDF-1.4', 'report', 'PDF document'],
      ['[autorun]\r\nopen=v.exe', 'AUTORUN.INF', 'text'],
      ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'Thumbs.db', 'Office document or thumbnail list'],
      ['', 'Thumbs.db', 'thumbnail list'],
      ['\0\0\0\x01Bud1\0', '.DS_Store', 'macOS folder settings'],
      ['\0\x05\x16\x07\0', '._IM0001.dcm', 'macOS resource file'],
      ['\x01\x02\x03\x04', 'viewer.dll', 'part of a program'],
      ['{"a": 1}', 'data', 'JSON document'],
      ['<?xml version="1.0"?>', 'x', 'XML document'],
      ['a,b\n1,2\n', 'labels.csv', 'text'],
      ['GIF89a', 'logo.gif', 'GIF picture'],
      ['PK\x03\x04' + '\0'.repeat(26) + '[Content_Types].xml', 'letter', 'document or program in a ZIP container'],
    ]
    for (const [content, name, what] of skipped) {
      expect([name, classify(content, name)]).toEqual([name, `skipped: ${what}`])
    }
  })

  it('skips a DICOMDIR under any name', () => {
    expect(classify(tinyDicom('1.2.3', '1.2.840.10008.1.3.10'), 'IM1')).toBe('skipped: DICOM directory')
    expect(classify(tinyDicom('1.2.3', '1.2.840.10008.1.3.100'), 'IM1')).toBe('dicom')
  })

  it('refuses what is empty, unknown, or claims to be an image', () => {
    expect(classify('', 'IM0001')).toBe('refused: empty')
    expect(classify('', 'a.dcm')).toBe('refused: empty')
    expect(classify('\x01\x02\x03\x04')).toBe('refused: not-an-image')
    expect(classify('plain text', 'a.dcm')).toBe('refused: not-an-image')
    expect(classify('%PDF-1.4', 'scan.PNG')).toBe('refused: not-an-image')
    expect(classify('\0\0\0\x0cjP  \r\n', 'a.jp2')).toBe('refused: not-an-image')
    expect(classify("7z\xbc\xaf'\x1c", 'study.7z')).toBe('refused: bad-archive')
    expect(classify('PK\x03\x04' + '\0'.repeat(26) + 'IM1', 'study')).toBe('archive')
  })

  const samples = '../shared/data/dicom'
  describe.skipIf(!existsSync(samples))('on the sample files (skipped where ../shared/data/dicom is missing)', () => {
    it('takes all of them for DICOM but the one that starts with a stray byte', () => {
      const files = ['charset', 'pydicom', 'wg04'].flatMap((folder) =>
        readdirSync(join(samples, folder), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name)),
      )
      expect(files).toHaveLength(153)
      const others = files.filter((path) => classify(readFileSync(path), path) !== 'dicom')
      expect(others.map((path) => path.split('/').at(-1))).toEqual(['no_meta.dcm'])
    })
  })
})
