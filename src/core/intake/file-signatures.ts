import { latin1 } from './text.ts'
import type { ImageFormat } from './source.ts'

const explicitVrs = new Set(
  'AE AS AT CS DA DS DT FD FL IS LO LT OB OD OF OL OV OW PN SH SL SQ SS ST SV TM UC UI UL UN UR US UT UV'.split(' '),
)

/** Whether a data element that can open a data set (groups 0002 and 0008) stands at the offset, in either byte order. */
function startsDataSet(bytes: Uint8Array, offset: number, fileBytes: number): boolean {
  if (bytes.length < offset + 8) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset)
  return [true, false].some((littleEndian) => {
    const group = view.getUint16(0, littleEndian)
    const element = view.getUint16(2, littleEndian)
    if ((group !== 0x0002 && group !== 0x0008) || element > 0x3000) return false
    if (explicitVrs.has(latin1(bytes, offset + 4, offset + 6))) return true
    // Implicit VR is always little endian and its first elements are short.
    return littleEndian && view.getUint32(4, true) <= Math.min(1_024, fileBytes - offset)
  })
}

/** DICOM by content: Part 10 with its prefix (PS3.10 §7.1), or a data set without preamble, or without any file meta. */
export function isDicom(prefix: Uint8Array, fileBytes: number): boolean {
  if (latin1(prefix, 128, 132) === 'DICM') return true
  return startsDataSet(prefix, 0, fileBytes) || (prefix[0] === 0 && startsDataSet(prefix, 128, fileBytes))
}

/** A DICOMDIR by its media storage class, whatever it is called. */
export function isDicomDirectory(prefix: Uint8Array): boolean {
  return /1\.2\.840\.10008\.1\.3\.10(?![0-9.])/.test(latin1(prefix, 0, 1_024))
}

/** A row: the name of the format, its bytes in latin-1, and where they stand. */
type Signature<Name> = readonly [name: Name, bytes: string, offset?: number]

export const zipSignatures: readonly Signature<'zip'>[] = [
  ['zip', 'PK\x03\x04'],
  ['zip', 'PK\x05\x06'],
]

export const rasterSignatures: readonly Signature<ImageFormat>[] = [
  ['png', '\x89PNG\r\n\x1a\n'],
  ['jpeg', '\xff\xd8\xff'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['tiff', 'II+\0'],
  ['tiff', 'MM\0+'],
]

/** Kinds of picture and archive that may hold a scan and are not opened: refused, so that nobody misses it. */
export const unreadSignatures: readonly Signature<string>[] = [
  ['a bare JPEG 2000 picture', '\0\0\0\x0cjP  '],
  ['a bare JPEG 2000 picture', '\xff\x4f\xff\x51'],
  ['a bare JPEG XL picture', '\0\0\0\x0cJXL '],
  ['a NIfTI volume', 'n+1\0', 344],
  ['a NIfTI volume', '\x5c\x01\0\0'],
  ['an NRRD volume', 'NRRD0'],
  ['a MetaImage volume', 'ObjectType = Image'],
  ['a HEIF picture', 'ftypheic', 4],
  ['a HEIF picture', 'ftypmif1', 4],
  ['an AVIF picture', 'ftypavif', 4],
  ['a gzip archive', '\x1f\x8b'],
  ['a bzip2 archive', '1AY&SY', 4],
  ['an xz archive', '\xfd7zXZ\0'],
  ['a Zstandard archive', '\x28\xb5\x2f\xfd'],
  ['a 7-Zip archive', "7z\xbc\xaf'\x1c"],
  ['a RAR archive', 'Rar!\x1a\x07'],
  ['a tar archive', 'ustar', 257],
]

/** What lies beside images on discs and shares and is never one. */
export const otherSignatures: readonly Signature<string>[] = [
  ['Windows program', 'MZ'],
  ['Linux program', '\x7fELF'],
  ['macOS program', '\xcf\xfa\xed\xfe'],
  ['macOS program', '\xce\xfa\xed\xfe'],
  ['macOS program', '\xfe\xed\xfa\xcf'],
  ['macOS program', '\xfe\xed\xfa\xce'],
  ['macOS program or Java class', '\xca\xfe\xba\xbe'],
  ['PDF document', '%PDF-'],
  ['PostScript document', '%!PS'],
  ['rich text document', '{\\rtf'],
  ['Office document or thumbnail list', '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['macOS folder settings', '\0\0\0\x01Bud1'],
  ['macOS resource file', '\0\x05\x16\x07'],
  ['SQLite database', 'SQLite format 3\0'],
  ['Windows cabinet', 'MSCF'],
  ['Windows shortcut', 'L\0\0\0\x01\x14\x02\0'],
  ['Windows help', 'ITSF'],
  ['icon', '\0\0\x01\0'],
  ['cursor', '\0\0\x02\0'],
  ['GIF picture', 'GIF8'],
  ['BMP picture', 'BM'],
  ['sound, video or WebP file', 'RIFF'],
  ['video', 'ftyp', 4],
  ['video', '\x1aE\xdf\xa3'],
  ['sound', 'ID3'],
  ['sound', 'OggS'],
  ['font', '\0\x01\0\0\0'],
  ['font', 'OTTO'],
  ['font', 'wOFF'],
  ['font', 'wOF2'],
  ['script', '#!'],
]

/** The first row whose bytes stand in the prefix. */
export function matchSignature<Name>(rows: readonly Signature<Name>[], prefix: Uint8Array): Name | undefined {
  return rows.find(([, bytes, offset = 0]) => latin1(prefix, offset, offset + bytes.length) === bytes)?.[0]
}
