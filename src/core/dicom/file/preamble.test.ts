import { describe, expect, it } from 'vitest'
import { headerFile, sourceOf } from '#fixtures/header-file.ts'
import { readDicom } from '#core/dicom/read-dicom.ts'

function badgesOf(start: string): readonly string[] {
  const preamble = Buffer.alloc(128)
  preamble.write(start, 'latin1')
  const read = readDicom(sourceOf(headerFile([], [], { preamble })))
  return read.kind === 'image' ? read.header.image.badges : []
}

describe('a preamble (PS3.10 7.5)', () => {
  it.each([
    ['a Windows program', 'MZ\x90\0'],
    ['a Linux program', '\x7fELF\x02\x01'],
    ['a 64-bit macOS program', '\xcf\xfa\xed\xfe'],
    ['a 32-bit macOS program', '\xce\xfa\xed\xfe'],
    ['a big-endian 64-bit macOS program', '\xfe\xed\xfa\xcf'],
    ['a big-endian 32-bit macOS program', '\xfe\xed\xfa\xce'],
    ['a universal macOS program', '\xca\xfe\xba\xbe'],
    ['a shell script', '#!/bin/sh\n'],
    ['a batch file', '@echo off\r\n'],
    ['a PHP script', '\n<?php system(1); ?>'],
    ['a page with a script', '<html><script>'],
    ['a script within', 'words <SCRIPT src=x>'],
    ['a drawing', '<svg onload=x>'],
    ['a PDF document', '%PDF-1.7'],
    ['a PostScript document', '%!PS-Adobe'],
    ['a ZIP archive', 'PK\x03\x04'],
    ['an empty ZIP archive', 'PK\x05\x06'],
    ['a gzip archive', '\x1f\x8b\x08'],
    ['a RAR archive', 'Rar!\x1a\x07'],
    ['a 7-Zip archive', "7z\xbc\xaf'\x1c"],
    ['a cabinet', 'MSCF'],
    ['an old Office document', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
    ['a rich text document', '{\\rtf1'],
    ['a WebAssembly module', '\0asm\x01'],
    ['a GIF picture', 'GIF89a'],
  ])('of %s gets a badge', (_, start) => {
    expect(badgesOf(start)).toContain('suspicious-preamble')
  })

  it.each([
    ['zeros', ''],
    ['little-endian TIFF', 'II*\0\x08'],
    ['big-endian TIFF', 'MM\0*\0\0\0\x08'],
    ['words of a maker', 'made by a scanner'],
  ])('of %s gets none', (_, start) => {
    expect(badgesOf(start)).not.toContain('suspicious-preamble')
  })
})
