import type { PixelFormat } from '#core/dicom/pixels/pixel-format.ts'
import { refuse } from '#core/dicom/pixels/refuse.ts'
import type { Codestream, CodestreamKind } from './codestream.ts'
import { readJpeg2000Header } from './jpeg-2000-header.ts'
import { readJpegHeader } from './jpeg-header.ts'
import { isJpegXl, readJpegXlHeader } from './jpeg-xl-header.ts'

/** A codestream's own header, and the colour space that its decoded samples are in. */
export type ReadCodestream = Codestream & { readonly ended: boolean; readonly photometricInterpretation: string }

/** Whether bytes can start a frame, by kind. */
export const startsCodestream: Readonly<Record<CodestreamKind, (bytes: Uint8Array) => boolean>> = {
  jpeg: isJpeg,
  'jpeg-ls': isJpeg,
  'jpeg-2000': isJpeg2000,
  htj2k: isJpeg2000,
  'jpeg-xl': isJpegXl,
}

/** Reads the header of a frame's codestream; refuses one of another kind than the transfer syntax names. */
export function readCodestream(kind: CodestreamKind, bytes: Uint8Array, format: PixelFormat): ReadCodestream {
  switch (kind) {
    case 'jpeg':
      return readJpeg(bytes, format)
    case 'jpeg-ls':
      return readJpegLs(bytes, format)
    case 'jpeg-xl':
      return readJpegXl(bytes, format)
    default:
      return readJpeg2000(kind, bytes, format)
  }
}

function readJpeg(bytes: Uint8Array, format: PixelFormat): ReadCodestream {
  const header = readJpegHeader(bytes)
  if (header.process > 0xc3) {
    refuse('codestream-mismatch', 'Expected a sequential, progressive or lossless JPEG; came another process.')
  }
  expectPrecision(header)
  return { ...header, photometricInterpretation: jpegColour(header, format) }
}

/** ITU-T T.81 table B.2: baseline has 8 bits, the other lossy processes 8 or 12. */
function expectPrecision({ process, bits }: ReturnType<typeof readJpegHeader>): void {
  if (process === 0xc3 || bits === 8 || (bits === 12 && process !== 0xc0)) return
  refuse('unsupported-pixels', `Expected lossy JPEG of ${process === 0xc0 ? '8' : '8 or 12'} bits; came ${bits}.`)
}

/**
 * IJG's decoder gives the samples as they are coded. Markers in the codestream that name their colour space are believed before
 * the header's label; subsampled chroma comes at full resolution.
 */
function jpegColour(header: ReturnType<typeof readJpegHeader>, format: PixelFormat): string {
  const { photometricInterpretation } = format
  if (format.samplesPerPixel !== 3) return photometricInterpretation
  if (header.process === 0xc3) return photometricInterpretation
  if (header.adobeTransform === 0) return 'RGB'
  if (header.adobeTransform === 1 || header.hasJfif) return 'YBR_FULL'
  // Only chroma is ever coded at less than full resolution; encoders were seen to leave the label of their input.
  if (header.subsampled && photometricInterpretation === 'RGB') return 'YBR_FULL'
  return photometricInterpretation
}

function readJpegLs(bytes: Uint8Array, format: PixelFormat): ReadCodestream {
  const header = readJpegHeader(bytes)
  if (header.process !== 0xf7) refuse('codestream-mismatch', 'Expected JPEG-LS; came another JPEG.')
  return { ...header, photometricInterpretation: format.photometricInterpretation }
}

function readJpeg2000(kind: 'jpeg-2000' | 'htj2k', bytes: Uint8Array, format: PixelFormat): ReadCodestream {
  const header = readJpeg2000Header(bytes)
  if (header.highThroughput !== (kind === 'htj2k')) {
    refuse('codestream-mismatch', 'Expected the part of JPEG 2000 that the transfer syntax names; came another.')
  }
  if (!header.uniform) {
    refuse('unsupported-pixels', 'Expected JPEG 2000 samples of one depth at full resolution; came others.')
  }
  return { ...header, photometricInterpretation: jpeg2000Colour(header.multipleComponentTransform, format) }
}

/** The decoders undo the multiple component transform, which is what YBR_RCT and YBR_ICT name (PS3.5 8.2.4). */
function jpeg2000Colour(transformed: boolean, format: PixelFormat): string {
  const { photometricInterpretation } = format
  const named = photometricInterpretation === 'YBR_RCT' || photometricInterpretation === 'YBR_ICT'
  if (named && !transformed) {
    refuse(
      'codestream-mismatch',
      `Expected a codestream with the colour transform ${photometricInterpretation}; came none.`,
    )
  }
  return named ? 'RGB' : photometricInterpretation
}

function readJpegXl(bytes: Uint8Array, format: PixelFormat): ReadCodestream {
  const header = readJpegXlHeader(bytes)
  return {
    ...header,
    photometricInterpretation: format.samplesPerPixel === 3 ? 'RGB' : format.photometricInterpretation,
  }
}

function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff
}

function isJpeg2000(bytes: Uint8Array): boolean {
  const codestream = bytes[0] === 0xff && bytes[1] === 0x4f && bytes[2] === 0xff && bytes[3] === 0x51
  return codestream || Buffer.from(bytes.subarray(4, 8)).toString('latin1') === 'jP  '
}
