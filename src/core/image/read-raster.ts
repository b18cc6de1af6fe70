import { createHash } from 'node:crypto'
import sharp from 'sharp'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import { TriageError } from '#shared/errors.ts'
import type { Header } from '#shared/header.ts'
import { limits } from '#shared/limits.ts'

/** Loaders of formats that nobody hands in as radiographs stay shut: SVG, PDF, GIF, HEIF, RAW and the rest. */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadTiffBuffer'] })

/** Bytes of a file by position; what intake opens. */
type Bytes = { readonly size: number; read(offset: number, length: number): Uint8Array }
type Format = Exclude<Header['format'], 'dicom'>

/**
 * The header of a PNG, JPEG or TIFF: size, depth and colour, and as identity a UID made of the file's SHA-256. Each file is
 * a study of its own, since nothing says whose it is. Refuses more than the limit's pixels and what is no such image.
 */
export async function readRasterHeader(source: Bytes, format: Format): Promise<{ header: Header; sha256: string }> {
  const bytes = readAll(source)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const { width, height, channels, depth, pages = 1, orientation = 1, hasAlpha } = await metadataOf(bytes, format)
  if (width * height > limits.raster.pixels) {
    throw new TriageError(
      'limit',
      `Expected at most ${limits.raster.pixels} pixels; the image has ${width} × ${height}.`,
      'header',
    )
  }
  const colour = channels - (hasAlpha ? 1 : 0) >= 3
  const bits = depth === 'ushort' && !colour ? 16 : 8
  // EXIF orientations 5 to 8 lie on their side.
  const [rows, columns] = orientation >= 5 ? [width, height] : [height, width]
  return { header: toHeader({ format, sha256, rows, columns, colour, bits, frames: pages }), sha256 }
}

async function metadataOf(bytes: Uint8Array, format: Format) {
  try {
    return await sharp(bytes, { limitInputPixels: false, failOn: 'truncated' }).metadata()
  } catch (cause) {
    throw toFailure(cause, format)
  }
}

type Described = {
  readonly format: Format
  readonly sha256: string
  readonly rows: number
  readonly columns: number
  readonly colour: boolean
  readonly bits: number
  readonly frames: number
}

function toHeader({ format, sha256, rows, columns, colour, bits, frames }: Described): Header {
  const uid = uidOf(sha256, 'image')
  return {
    format,
    patient: {},
    study: { studyInstanceUid: uidOf(sha256, 'study') },
    series: { seriesInstanceUid: uidOf(sha256, 'series') },
    image: {
      sopInstanceUid: uid,
      rows,
      columns,
      numberOfFrames: frames,
      samplesPerPixel: colour ? 3 : 1,
      photometricInterpretation: colour ? 'RGB' : 'MONOCHROME2',
      bitsAllocated: bits,
      bitsStored: bits,
      highBit: bits - 1,
      pixelRepresentation: 0,
      windows: [{ center: 2 ** (bits - 1), width: 2 ** bits, function: 'LINEAR' }],
      hasModalityLut: false,
      hasVoiLut: false,
      overlays: 0,
      badges: ['side-unknown', ...(format === 'jpeg' ? (['lossy'] as const) : [])],
    },
  }
}

/** A UID of the 2.25 form (PS3.5 B.2), the same for the same bytes. */
function uidOf(sha256: string, what: string): string {
  const digest = createHash('sha256').update(`${what}:${sha256}`).digest('hex').slice(0, 32)
  return `2.25.${BigInt(`0x${digest}`)}`
}

/**
 * The pixels of one page as stored: upright by EXIF, alpha laid on black, grey at the file's full depth (16-bit PNG and
 * TIFF keep 16 bits), colour as 8-bit RGB. Refuses what is cut short or damaged.
 */
export async function readRasterPixels(source: Bytes, header: Header, frame: number): Promise<StoredPixels> {
  const { rows, columns, samplesPerPixel, bitsStored, numberOfFrames } = header.image
  if (frame < 1 || frame > numberOfFrames) {
    throw new TriageError('bad-argument', `Expected a frame from 1 to ${numberOfFrames}; came ${frame}.`, 'decode')
  }
  const bytes = readAll(source)
  const { data, info } = await decode(bytes, header, frame)
  if (info.width !== columns || info.height !== rows || info.channels !== samplesPerPixel) {
    throw new TriageError(
      'codestream-mismatch',
      'Expected the image that its header describes; it is another.',
      'decode',
    )
  }
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsStored,
    signed: false,
    data: bitsStored > 8 ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2) : new Uint8Array(data),
    photometricInterpretation: header.image.photometricInterpretation,
  }
}

async function decode(bytes: Uint8Array, { image, format }: Header, frame: number) {
  const colour = image.samplesPerPixel === 3
  const wide = image.bitsStored > 8
  try {
    const picture = sharp(bytes, { limitInputPixels: limits.raster.pixels, failOn: 'truncated', page: frame - 1 })
      .autoOrient()
      .flatten({ background: '#000000' })
      .toColourspace(colour ? 'srgb' : wide ? 'grey16' : 'b-w')
    return await picture.raw({ depth: wide ? 'ushort' : 'uchar' }).toBuffer({ resolveWithObject: true })
  } catch (cause) {
    throw toFailure(cause, format)
  }
}

function toFailure(cause: unknown, format: Header['format']): TriageError {
  const text = cause instanceof Error ? cause.message : ''
  if (/pixel limit/i.test(text)) {
    return new TriageError('limit', `Expected at most ${limits.raster.pixels} pixels; the image has more.`, 'decode')
  }
  if (/premature|truncat|end of (file|image)|not enough/i.test(text)) {
    return new TriageError(
      'truncated-pixel-data',
      `Expected a whole ${format.toUpperCase()} image; it is cut short.`,
      'decode',
    )
  }
  return new TriageError('decode-failed', `Expected a ${format.toUpperCase()} image; its data is damaged.`, 'decode')
}

function readAll(source: Bytes): Uint8Array {
  if (source.size > limits.dicom.inflatedBytes) {
    throw new TriageError(
      'limit',
      `Expected at most ${limits.dicom.inflatedBytes} bytes of an image; the file has ${source.size}.`,
      'header',
    )
  }
  return source.read(0, source.size)
}
