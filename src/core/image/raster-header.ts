import { createHash } from 'node:crypto'
import type { Header } from '#shared/header.ts'

export type RasterFormat = Exclude<Header['format'], 'dicom'>

/** What a picture file says of itself; size upright. */
export type RasterDescription = {
  readonly format: RasterFormat
  readonly sha256: string
  readonly rows: number
  readonly columns: number
  readonly colour: boolean
  readonly bits: 8 | 16
  readonly frames: number
  readonly hasProfile: boolean
}

/**
 * The header of a PNG, JPEG or TIFF. Its identity is made of the file's SHA-256; each file is a study of its own, since
 * nothing says whose it is. The window is the file's whole range.
 */
export function toRasterHeader(description: RasterDescription): Header {
  const { format, sha256, rows, columns, colour, bits, frames, hasProfile } = description
  return {
    format,
    patient: {},
    study: { studyInstanceUid: uidOf(sha256, 'study') },
    series: { seriesInstanceUid: uidOf(sha256, 'series') },
    image: {
      sopInstanceUid: uidOf(sha256, 'image'),
      rows,
      columns,
      numberOfFrames: frames,
      samplesPerPixel: colour ? 3 : 1,
      photometricInterpretation: colour ? 'RGB' : 'MONOCHROME2',
      bitsAllocated: bits,
      bitsStored: bits,
      highBit: bits - 1,
      pixelRepresentation: 0,
      windows: colour ? [] : [{ center: 2 ** (bits - 1), width: 2 ** bits, function: 'LINEAR' }],
      hasModalityLut: false,
      hasVoiLut: false,
      overlays: 0,
      badges: [
        'side-unknown',
        ...(format === 'jpeg' ? (['lossy'] as const) : []),
        ...(hasProfile ? (['icc-profile'] as const) : []),
      ],
    },
  }
}

/** A UID of the 2.25 form (PS3.5 B.2), the same for the same bytes. */
function uidOf(sha256: string, what: string): string {
  const digest = createHash('sha256').update(`${what}:${sha256}`).digest('hex').slice(0, 32)
  return `2.25.${BigInt(`0x${digest}`)}`
}
