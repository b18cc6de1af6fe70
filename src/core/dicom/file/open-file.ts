import type { ByteSource } from '#core/dicom/byte-source.ts'
import {
  type Coding,
  explicitBigEndian,
  explicitLittleEndian,
  implicitLittleEndian,
} from '#core/dicom/data-set/coding.ts'
import { HeaderBytes } from '#core/dicom/data-set/header-bytes.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'
import { latin1Text } from '#core/dicom/text/decode-text.ts'
import { detectCoding } from './detect-coding.ts'
import { deflated, type FileMeta, readFileMeta } from './file-meta.ts'
import { inflateDataSet } from './inflate.ts'
import { isSuspiciousPreamble } from './preamble.ts'

/** A file with its layers taken off: the data set's bytes, where it starts in them and how it is written. */
export type OpenedFile = {
  readonly bytes: HeaderBytes
  readonly start: number
  readonly coding: Coding
  readonly meta: FileMeta
  /** As stated; of a file that states none, by how its elements are written. */
  readonly transferSyntaxUid: string
  readonly suspiciousPreamble: boolean
}

const preambleBytes = 128
const implicit = '1.2.840.10008.1.2'
const explicit = '1.2.840.10008.1.2.1'
const bigEndian = '1.2.840.10008.1.2.2'

/** Opens a Part 10 file (PS3.10 7), or one that lacks preamble, prefix or file meta information. */
export function openFile(source: ByteSource): OpenedFile {
  if (source.size === 0) refuseHeader('empty', 'Expected a DICOM file; the file has no bytes.')
  const bytes = new HeaderBytes(source)
  const { metaStart, suspiciousPreamble } = findStart(bytes)
  const meta = readFileMeta(bytes, metaStart)
  const stated = meta.transferSyntaxUid
  if (stated === deflated) {
    const inflated = new HeaderBytes(inflateDataSet(source, meta.dataSetStart))
    const coding = explicitLittleEndian
    return { bytes: inflated, start: 0, coding, meta, transferSyntaxUid: stated, suspiciousPreamble }
  }
  const start = meta.dataSetStart
  const detected = detectCoding(bytes, start)
  const coding = detected ?? statedCoding(stated)
  const transferSyntaxUid = stated && !isNative(stated) ? stated : nativeUid(coding)
  return { bytes, start, coding, meta, transferSyntaxUid, suspiciousPreamble }
}

function findStart(bytes: HeaderBytes): { readonly metaStart: number; readonly suspiciousPreamble: boolean } {
  const head = bytes.read(0, preambleBytes + 8)
  const preamble = head.subarray(0, preambleBytes)
  if (latin1Text(head.subarray(preambleBytes, preambleBytes + 4)) === 'DICM') {
    return { metaStart: preambleBytes + 4, suspiciousPreamble: isSuspiciousPreamble(preamble) }
  }
  if (startsDataSet(bytes, 0)) return { metaStart: 0, suspiciousPreamble: false }
  if (preamble.every((byte) => byte === 0) && startsDataSet(bytes, preambleBytes)) {
    return { metaStart: preambleBytes, suspiciousPreamble: false }
  }
  return refuseHeader('not-an-image', 'Expected a DICOM file; its bytes are of another kind.')
}

/** Data sets without prefix are known by their first group, 0002 or 0008. */
function startsDataSet(bytes: HeaderBytes, position: number): boolean {
  const coding = detectCoding(bytes, position)
  const head = bytes.read(position, 8)
  const group = coding?.numbers.readUint16(head, 0)
  return group === 2 || group === 8
}

function statedCoding(transferSyntaxUid: string | undefined): Coding {
  if (transferSyntaxUid === implicit) return implicitLittleEndian
  return transferSyntaxUid === bigEndian ? explicitBigEndian : explicitLittleEndian
}

function isNative(transferSyntaxUid: string): boolean {
  return [implicit, explicit, bigEndian].includes(transferSyntaxUid)
}

function nativeUid(coding: Coding): string {
  if (!coding.explicit) return implicit
  return coding.littleEndian ? explicit : bigEndian
}
