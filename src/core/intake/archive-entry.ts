import type { Entry } from 'yauzl'
import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'

/** A file in an archive, as its central directory describes it. */
export type ArchiveEntry = {
  readonly name: string
  readonly bytes: number
  readonly compressedBytes: number
  readonly deflated: boolean
  readonly crc32: number
  readonly headerOffset: number
}

const unixFormats = new Set([3, 19])
const fileType = { mask: 0xf000, folder: 0x4000, regular: 0x8000, link: 0xa000 }

/** The kind of file that the archive's writer noted, where it is a Unix one (APPNOTE 4.4.2, 4.4.15). */
const unixType = (entry: Entry) =>
  unixFormats.has(entry.versionMadeBy >> 8) ? (entry.externalFileAttributes >>> 16) & fileType.mask : 0

/** Folders carry no bytes: their names end with a stroke or their type says so. */
export const isFolderEntry = (entry: Entry, name: string) => /[/\\]$/.test(name) || unixType(entry) === fileType.folder

/** Why an entry cannot be taken, by what the central directory says of it; none where it can. */
export function judgeEntry(entry: Entry): TriageError | undefined {
  const type = unixType(entry)
  if (type === fileType.link) {
    return new TriageError('path-escape', 'Expected a file in the archive; found a symbolic link.', 'intake')
  }
  if (type !== 0 && type !== fileType.regular) {
    return new TriageError('path-escape', 'Expected a file in the archive; found a device or pipe.', 'intake')
  }
  if (entry.isEncrypted()) {
    return new TriageError('encrypted', 'Expected a readable archive entry; this one is encrypted.', 'intake')
  }
  if (!entry.canDecodeFileData()) {
    const method = `method ${entry.compressionMethod}`
    return new TriageError('bad-archive', `Expected a stored or deflated entry; this one uses ${method}.`, 'intake')
  }
  return judgeSizes(entry)
}

function judgeSizes(entry: Entry): TriageError | undefined {
  if (entry.compressionMethod === 0 && entry.compressedSize !== entry.uncompressedSize) {
    return new TriageError('bad-archive', 'Expected one size of a stored entry; the archive gives two.', 'intake')
  }
  if (entry.uncompressedSize > limits.zip.entryBytes) {
    const most = `${limits.zip.entryBytes} bytes`
    return new TriageError('limit', `Expected an entry of at most ${most}; it has ${entry.uncompressedSize}.`, 'intake')
  }
  if (entry.uncompressedSize > entry.compressedSize * limits.zip.compressionRatio) {
    const most = `${limits.zip.compressionRatio} times`
    return new TriageError('limit', `Expected an entry that grows at most ${most}; this one grows more.`, 'intake')
  }
  return undefined
}
