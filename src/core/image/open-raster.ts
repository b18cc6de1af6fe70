import { createHash } from 'node:crypto'
import sharp, { type Metadata } from 'sharp'
import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import { TriageError } from '#shared/errors.ts'
import type { Header } from '#shared/header.ts'
import { limits } from '#shared/limits.ts'
import { countScans } from './count-scans.ts'
import { unsupportedPixels } from './image-failure.ts'
import { type RasterDescription, type RasterFormat, toRasterHeader } from './raster-header.ts'

/** Loaders of formats that nobody hands in as radiographs stay shut: SVG, PDF, GIF, HEIF, RAW and the rest. */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadPngBuffer', 'VipsForeignLoadJpegBuffer', 'VipsForeignLoadTiffBuffer'] })

/** Bytes of a file by position; what intake opens. */
type Bytes = { readonly size: number; read(offset: number, length: number): Uint8Array }

/** A picture file: its header, and its pages as stored values. */
type Raster = {
  readonly header: Header
  /** Of the file's bytes, hex. */
  readonly sha256: string
  readonly readFrame: (frame: number) => Promise<StoredPixels>
}

/** From which kind of complaint on a picture counts as damaged: what a decoder would else paint over. */
const strictness = { png: 'error', jpeg: 'warning', tiff: 'error' } as const

/**
 * Opens a PNG, JPEG or TIFF of 8 or 16 bits, grey or RGB: upright by EXIF, alpha laid on black, at the file's full depth.
 * Colour whose three channels are equal everywhere is grey. An ICC profile is noted and not applied. Refuses other colour
 * spaces (CMYK, Lab) and depths by name, and what is cut short, damaged or larger than the limits.
 */
export async function openRaster(source: Bytes, format: RasterFormat): Promise<Raster> {
  const bytes = readAll(source)
  if (format === 'jpeg') refuseScans(bytes)
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const described = { ...describe(await metadataOf(bytes, format), format), sha256 }
  if (!described.colour || described.frames > 1) {
    const header = toRasterHeader(described)
    return { header, sha256, readFrame: (frame) => readPage(bytes, described, frame) }
  }
  const coloured = await readPage(bytes, described, 1)
  const stored = toGreyIfEqual(coloured)
  const header = toRasterHeader({ ...described, colour: stored.samplesPerPixel === 3 })
  return {
    header,
    sha256,
    async readFrame(frame) {
      refuseFrame(frame, described.frames)
      return stored
    },
  }
}

function readAll(source: Bytes): Uint8Array {
  if (source.size > limits.raster.bytes) {
    const came = `the file has ${source.size}`
    throw new TriageError('limit', `Expected at most ${limits.raster.bytes} bytes of a picture; ${came}.`, 'header')
  }
  return source.read(0, source.size)
}

function refuseScans(bytes: Uint8Array): void {
  const scans = countScans(bytes)
  if (scans <= limits.raster.jpegScans) return
  const sentence = `Expected at most ${limits.raster.jpegScans} scans of a JPEG picture; it has ${scans}.`
  throw new TriageError('limit', sentence, 'header')
}

async function metadataOf(bytes: Uint8Array, format: RasterFormat): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false, failOn: strictness[format] }).metadata()
  } catch (cause) {
    throw toFailure(cause, format)
  }
}

function describe(found: Metadata, format: RasterFormat): Omit<RasterDescription, 'sha256'> {
  const { width, height } = found.autoOrient
  if (width * height > limits.raster.pixels) {
    const came = `the image has ${width} × ${height}`
    throw new TriageError('limit', `Expected at most ${limits.raster.pixels} pixels; ${came}.`, 'header')
  }
  const colour = found.space === 'srgb' || found.space === 'rgb16'
  const grey = found.space === 'b-w' || found.space === 'grey16'
  const known = found.depth === 'uchar' || found.depth === 'ushort'
  if (found.format !== format || !(colour || grey) || !known) {
    const came = `came ${found.format} in ${found.space} of ${found.depth}`
    throw unsupportedPixels(`Expected a ${format} picture in grey or RGB of 8 or 16 bits; ${came}.`)
  }
  return {
    format,
    rows: height,
    columns: width,
    colour,
    bits: found.depth === 'ushort' ? 16 : 8,
    frames: found.pages ?? 1,
    hasProfile: found.hasProfile,
  }
}

function refuseFrame(frame: number, frames: number): void {
  if (Number.isInteger(frame) && frame >= 1 && frame <= frames) return
  throw new TriageError('bad-argument', `Expected a frame from 1 to ${frames}; came ${frame}.`, 'decode')
}

async function readPage(bytes: Uint8Array, described: RasterDescription, frame: number): Promise<StoredPixels> {
  const { rows, columns, colour, bits, frames } = described
  refuseFrame(frame, frames)
  const { data, info } = await decode(bytes, described, frame)
  const samplesPerPixel = colour ? 3 : 1
  if (info.width !== columns || info.height !== rows || info.channels !== samplesPerPixel) {
    const sentence = `Expected ${columns} × ${rows} pixels on page ${frame}; came ${info.width} × ${info.height}.`
    throw new TriageError('codestream-mismatch', sentence, 'decode')
  }
  return {
    rows,
    columns,
    samplesPerPixel,
    bitsStored: bits,
    signed: false,
    data: bits === 16 ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : new Uint8Array(data),
    photometricInterpretation: colour ? 'RGB' : 'MONOCHROME2',
  }
}

async function decode(bytes: Uint8Array, { format, colour, bits, frames }: RasterDescription, frame: number) {
  const wide = bits === 16
  const space = colour ? (wide ? 'rgb16' : 'srgb') : wide ? 'grey16' : 'b-w'
  const page = frames > 1 ? { page: frame - 1 } : {}
  try {
    return await sharp(bytes, {
      limitInputPixels: limits.raster.pixels,
      failOn: strictness[format],
      ignoreIcc: true,
      ...page,
    })
      .autoOrient()
      .flatten({ background: '#000000' })
      .toColourspace(space)
      .raw({ depth: wide ? 'ushort' : 'uchar' })
      .toBuffer({ resolveWithObject: true })
  } catch (cause) {
    throw toFailure(cause, format)
  }
}

/** Radiographs are often saved as colour pictures. */
function toGreyIfEqual(stored: StoredPixels): StoredPixels {
  const { data, rows, columns } = stored
  const grey = data instanceof Uint16Array ? new Uint16Array(rows * columns) : new Uint8Array(rows * columns)
  for (let i = 0; i < grey.length; i++) {
    const red = data[3 * i]!
    if (data[3 * i + 1] !== red || data[3 * i + 2] !== red) return stored
    grey[i] = red
  }
  return { ...stored, samplesPerPixel: 1, data: grey, photometricInterpretation: 'MONOCHROME2' }
}

function toFailure(cause: unknown, format: RasterFormat): TriageError {
  const text = cause instanceof Error ? cause.message : ''
  const name = format.toUpperCase()
  if (/pixel limit/i.test(text)) {
    const sentence = `Expected at most ${limits.raster.pixels} pixels; the image has more.`
    return new TriageError('limit', sentence, 'decode', { cause })
  }
  if (/premature|truncat|end of (file|image)|not enough/i.test(text)) {
    const sentence = `Expected a whole ${name} picture; it is cut short.`
    return new TriageError('truncated-pixel-data', sentence, 'decode', { cause })
  }
  return new TriageError('decode-failed', `Expected a ${name} picture; its data is damaged.`, 'decode', { cause })
}
