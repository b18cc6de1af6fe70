import type { LookupTable, PixelTables, StoredPixels } from '#core/dicom/stored-pixels.ts'
import { unsupportedPixels } from './image-failure.ts'

/** Colour pixels as interleaved 8-bit RGB. Refuses a photometric interpretation that is not known or lacks its palette. */
export function toRgb(stored: StoredPixels, tables: PixelTables): Uint8Array {
  const { photometricInterpretation: photometric, samplesPerPixel } = stored
  if (photometric === 'PALETTE COLOR') {
    if (!tables.palette) throw unsupportedPixels('Expected palette lookup tables with PALETTE COLOR; there are none.')
    return throughPalette(stored, tables.palette)
  }
  if (samplesPerPixel !== 3) {
    throw unsupportedPixels(`Expected a known photometric interpretation; came "${known(photometric)}".`)
  }
  const bytes = toBytes(stored)
  switch (photometric) {
    case 'RGB':
    case 'YBR_ICT':
    case 'YBR_RCT':
      // The JPEG 2000 decoder undoes its own component transform: what comes is RGB.
      return bytes
    case 'YBR_FULL':
    case 'YBR_FULL_422':
      return fromYbr(bytes, fullRange)
    case 'YBR_PARTIAL_422':
    case 'YBR_PARTIAL_420':
      return fromYbr(bytes, partialRange)
    default:
      throw unsupportedPixels(`Expected a known photometric interpretation; came "${known(photometric)}".`)
  }
}

/** A value of the file that may stand in a message: a code string and nothing else. */
const known = (photometric: string): string => (/^[A-Z0-9_ ]{1,16}$/.test(photometric) ? photometric : '?')

/** The eight most significant of the stored bits. */
function toBytes({ data, bitsStored }: StoredPixels): Uint8Array {
  if (data instanceof Uint8Array && bitsStored === 8) return data
  const scale = 255 / (2 ** bitsStored - 1)
  return Uint8Array.from(data, (value) => Math.round(value * scale))
}

function throughPalette({ data }: StoredPixels, palette: NonNullable<PixelTables['palette']>): Uint8Array {
  const tables = [palette.red, palette.green, palette.blue].map(toByteTable)
  const rgb = new Uint8Array(data.length * 3)
  for (let i = 0; i < data.length; i++) {
    for (const [channel, { firstMapped, bytes }] of tables.entries()) {
      const index = Math.min(bytes.length - 1, Math.max(0, data[i]! - firstMapped))
      rgb[3 * i + channel] = bytes[index] ?? 0
    }
  }
  return rgb
}

/** 16-bit entries of a palette are full-scale (PS3.3 C.7.6.3.1.5): the high byte is what an 8-bit screen shows. */
function toByteTable({ firstMapped, entries, bits }: LookupTable): { firstMapped: number; bytes: Uint8Array } {
  return { firstMapped, bytes: Uint8Array.from(entries, (value) => (bits > 8 ? value >>> 8 : value)) }
}

/** R, G, B of one pixel from Y, CB, CR. */
type Transform = (y: number, cb: number, cr: number) => readonly [red: number, green: number, blue: number]

/** PS3.3 C.7.6.3.1.2, YBR_FULL inverted: all three over 0..255, CB and CR about 128. */
const fullRange: Transform = (y, cb, cr) => [
  y + 1.402 * (cr - 128),
  y - 0.344136286 * (cb - 128) - 0.714136286 * (cr - 128),
  y + 1.772 * (cb - 128),
]

/** YBR_PARTIAL inverted: Y over 16..235, CB and CR over 16..240. */
const partialRange: Transform = (y, cb, cr) => [
  1.1644 * (y - 16) + 1.596 * (cr - 128),
  1.1644 * (y - 16) - 0.3917 * (cb - 128) - 0.813 * (cr - 128),
  1.1644 * (y - 16) + 2.0173 * (cb - 128),
]

function fromYbr(bytes: Uint8Array, transform: Transform): Uint8Array {
  const rgb = new Uint8ClampedArray(bytes.length)
  for (let i = 0; i < bytes.length; i += 3) {
    const [red, green, blue] = transform(bytes[i]!, bytes[i + 1]!, bytes[i + 2]!)
    rgb[i] = red
    rgb[i + 1] = green
    rgb[i + 2] = blue
  }
  return new Uint8Array(rgb.buffer)
}
