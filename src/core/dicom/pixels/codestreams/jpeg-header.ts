import { refuse } from '#core/dicom/pixels/refuse.ts'
import type { Codestream } from './codestream.ts'

/** What a JPEG or JPEG-LS codestream (ITU-T T.81 B, T.87 C) says before its first scan. */
export type JpegHeader = Codestream & {
  /** The second byte of the frame's marker: C0 baseline, C1 extended, C2 progressive, C3 lossless, F7 JPEG-LS. */
  readonly process: number
  readonly scans: number
  /** The transform of Adobe's APP14 segment: 0 none, 1 YCbCr. */
  readonly adobeTransform: number | undefined
  readonly hasJfif: boolean
  /** True where the first component is sampled more finely than another. */
  readonly subsampled: boolean
  /** False where the bytes end without EOI. */
  readonly ended: boolean
}

type JpegFrame = Codestream & Pick<JpegHeader, 'process' | 'subsampled'>

const markers = { soi: 0xd8, eoi: 0xd9, sos: 0xda, dnl: 0xdc, app0: 0xe0, app14: 0xee }

/** Reads marker by marker from SOI to EOI, entropy-coded bytes passed over; refuses what is no JPEG. */
export function readJpegHeader(bytes: Uint8Array): JpegHeader {
  if (bytes[0] !== 0xff || bytes[1] !== markers.soi)
    refuse('decode-failed', 'Expected a JPEG codestream; came other bytes.')
  const jpegLs = { found: false }
  let frame: JpegFrame | undefined
  let adobeTransform: number | undefined
  let hasJfif = false
  let scans = 0
  let position = 2
  for (;;) {
    position = nextMarker(bytes, position, scans > 0, jpegLs.found)
    const marker = bytes[position + 1]
    if (marker === undefined || marker === markers.eoi) break
    const segment = segmentAt(bytes, position + 2)
    if (isFrame(marker)) {
      if (frame !== undefined) refuse('decode-failed', 'Expected one JPEG frame header; came two.')
      frame = readFrame(marker, segment)
      jpegLs.found = marker === 0xf7
    } else if (marker === markers.app14 && startsWith(segment, 'Adobe')) adobeTransform = segment[11]
    else if (marker === markers.app0 && startsWith(segment, 'JFIF')) hasJfif = true
    else if (marker === markers.sos) scans++
    position += 4 + segment.length
  }
  if (frame === undefined) return refuse('decode-failed', 'Expected a JPEG frame header; came none.')
  return { ...frame, scans, adobeTransform, hasJfif, ended: bytes[position + 1] === markers.eoi }
}

function isFrame(marker: number): boolean {
  if (marker === 0xf7) return true
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function readFrame(process: number, segment: Uint8Array): JpegFrame {
  if (segment.length < 6) refuse('decode-failed', 'Expected a whole JPEG frame header; came a short one.')
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength)
  const samplesPerPixel = view.getUint8(5)
  if (segment.length < 6 + samplesPerPixel * 3)
    refuse('decode-failed', 'Expected a whole JPEG frame header; came a short one.')
  const factors = Array.from({ length: samplesPerPixel }, (_, component) => view.getUint8(7 + component * 3))
  return {
    process,
    rows: view.getUint16(1),
    columns: view.getUint16(3),
    samplesPerPixel,
    bits: view.getUint8(0),
    signed: undefined,
    subsampled: factors.some((factor) => factor !== factors[0]),
  }
}

/** The value of a marker segment: its length counts itself. */
function segmentAt(bytes: Uint8Array, position: number): Uint8Array {
  const length = ((bytes[position] ?? 0) << 8) | (bytes[position + 1] ?? 0)
  if (length < 2 || position + length > bytes.length) {
    refuse('truncated-pixel-data', 'Expected a whole JPEG marker segment; the codestream ends within it.')
  }
  return bytes.subarray(position + 2, position + length)
}

/**
 * Where the next marker starts, or the end of the bytes. In entropy-coded data FF is followed by zero or a restart marker, in
 * JPEG-LS by any byte below 128 (T.87 A.1); between segments fill bytes may come.
 */
function nextMarker(bytes: Uint8Array, from: number, inScan: boolean, jpegLs: boolean): number {
  for (let position = bytes.indexOf(0xff, from); position >= 0; position = bytes.indexOf(0xff, position + 1)) {
    if (!inScan && position !== from) break
    const code = bytes[position + 1]
    if (code === undefined) break
    if (code === 0xff || code === 0 || (jpegLs && code < 0x80)) continue
    if (code >= 0xd0 && code <= 0xd7) continue
    return position
  }
  if (!inScan) refuse('decode-failed', 'Expected a JPEG marker; came other bytes.')
  return bytes.length
}

function startsWith(segment: Uint8Array, text: string): boolean {
  return Buffer.from(segment.subarray(0, text.length)).toString('latin1') === text
}
