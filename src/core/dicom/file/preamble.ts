import { latin1Text } from '#core/dicom/text/decode-text.ts'

/** Signatures of programs, scripts, archives and documents that a preamble can hold beside a DICOM file (PS3.10 7.5). */
const suspicious = [
  'MZ',
  '\x7fELF',
  '\xcf\xfa\xed\xfe',
  '\xce\xfa\xed\xfe',
  '\xfe\xed\xfa\xcf',
  '\xfe\xed\xfa\xce',
  '\xca\xfe\xba\xbe',
  '#!',
  '%PDF',
  '%!PS',
  'PK\x03\x04',
  'PK\x05\x06',
  'PK\x07\x08',
  '{\\rtf',
  '\xd0\xcf\x11\xe0',
  'MSCF',
  '\x1f\x8b',
  'Rar!',
  '7z\xbc\xaf',
  'BM',
  'GIF8',
  '\0asm',
  'dex\n',
]
const suspiciousAnywhere = /<\?php|<script|<html|<!doctype|<svg|<\?xml|@echo|powershell|javascript:/i

/** True where a preamble is the head of another kind of file that would run or open; TIFF is legitimate (PS3.10 7.1). */
export function isSuspiciousPreamble(preamble: Uint8Array): boolean {
  const text = latin1Text(preamble)
  return suspicious.some((signature) => text.startsWith(signature)) || suspiciousAnywhere.test(text)
}
