import type { LookupTable, PixelTables, StoredPixels } from '#core/dicom/stored-pixels.ts'
import { unsupportedPixels } from './image-failure.ts'

/** Interleaved R, G, B over 0..2^bits − 1. */
export type RgbPixels = { readonly data: Uint8Array | Uint16Array | Uint32Array; readonly bits: number }

/**
 * Colour pixels as RGB at their full depth (PS3.3 C.7.6.3.1.2): palettes looked up, YBR converted. Refuses a photometric
 * interpretation that is not known or lacks its palette, and samples that are signed or no integers.
 */
export function toRgb(stored: StoredPixels, tables: Pick<PixelTables, 'palette'>): RgbPixels {
  const { photometricInterpretation: photometric, samplesPerPixel, bitsStored } = stored
  if (photometric === 'PALETTE COLOR') {
    if (!tables.palette || samplesPerPixel !== 1) {
      throw unsupportedPixels('Expected palette lookup tables and one sample with PALETTE COLOR; there are none.')
    }
    return throughPalette(stored.data, tables.palette)
  }
  const transform = transforms[photometric]
  if (transform === undefined || samplesPerPixel !== 3) {
    throw unsupportedPixels(`Expected a known photometric interpretation; came "${codeOf(photometric)}".`)
  }
  const { data } = stored
  if (!(data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Uint32Array)) {
    throw unsupportedPixels('Expected unsigned colour samples; they are signed or no integers.')
  }
  return { data: transform === 'none' ? data : convert(data, bitsStored, transform), bits: bitsStored }
}

/** A value of the file that may stand in a message: a code string and nothing else. */
const codeOf = (photometric: string): string => (/^[A-Z0-9_ ]{1,16}$/.test(photometric) ? photometric : '?')

/** How Y, CB, CR become R, G, B; chroma about its middle, all over 0..255. */
type Transform = {
  readonly blackLevel: number
  readonly luma: number
  readonly redOfCr: number
  readonly greenOfCb: number
  readonly greenOfCr: number
  readonly blueOfCb: number
}

/** YBR_FULL of PS3.3 C.7.6.3.1.2 inverted; ICT of JPEG 2000 is the same matrix. */
const full: Transform = {
  blackLevel: 0,
  luma: 1,
  redOfCr: 1.402,
  greenOfCb: -0.344136,
  greenOfCr: -0.714136,
  blueOfCb: 1.772,
}

/** YBR_PARTIAL inverted: Y over 16..235, CB and CR over 16..240. */
const partial: Transform = {
  blackLevel: 16,
  luma: 1.164384,
  redOfCr: 1.596027,
  greenOfCb: -0.391762,
  greenOfCr: -0.812968,
  blueOfCb: 2.017232,
}

/** YBR_RCT is missing: its chroma has one bit more than the samples could hold; decoders undo it. */
const transforms: Readonly<Record<string, Transform | 'none'>> = {
  RGB: 'none',
  YBR_FULL: full,
  YBR_FULL_422: full,
  YBR_ICT: full,
  YBR_PARTIAL_422: partial,
  YBR_PARTIAL_420: partial,
}

function convert(data: RgbPixels['data'], bits: number, transform: Transform): RgbPixels['data'] {
  const { luma, redOfCr, greenOfCb, greenOfCr, blueOfCb } = transform
  const most = 2 ** bits - 1
  const middle = 2 ** (bits - 1)
  const black = transform.blackLevel * 2 ** (bits - 8)
  const rgb = bits > 16 ? new Uint32Array(data.length) : bits > 8 ? new Uint16Array(data.length) : undefined
  const target = rgb ?? new Uint8Array(data.length)
  const level = (value: number) => Math.min(most, Math.max(0, Math.round(value)))
  for (let i = 0; i + 2 < data.length; i += 3) {
    const y = luma * (data[i]! - black)
    const cb = data[i + 1]! - middle
    const cr = data[i + 2]! - middle
    target[i] = level(y + redOfCr * cr)
    target[i + 1] = level(y + greenOfCb * cb + greenOfCr * cr)
    target[i + 2] = level(y + blueOfCb * cb)
  }
  return target
}

/** Indices outside a table take its first or last entry (PS3.3 C.7.6.3.1.5). */
function throughPalette(data: StoredPixels['data'], palette: NonNullable<PixelTables['palette']>): RgbPixels {
  const tables = [palette.red, palette.green, palette.blue]
  // Palettes exist that claim 16 bits and fill 8: taken at their word they would be black.
  const narrow = tables.every(({ entries }) => entries.every((entry) => entry < 256))
  const rgb = new Uint8Array(data.length * 3)
  for (const [channel, table] of tables.entries()) {
    const entries = toByteTable(table, narrow ? 8 : table.bits)
    const last = entries.length - 1
    for (let i = 0; i < data.length; i++) {
      rgb[3 * i + channel] = entries[Math.min(last, Math.max(0, data[i]! - table.firstMapped))] ?? 0
    }
  }
  return { data: rgb, bits: 8 }
}

/** Entries of more than 8 bits are full-scale (PS3.3 C.7.6.3.1.5): the high byte is what an 8-bit screen shows. */
function toByteTable({ entries }: LookupTable, bits: number): Uint8Array {
  const bytes = new Uint8Array(entries.length)
  for (let i = 0; i < entries.length; i++) bytes[i] = bits > 8 ? entries[i]! >>> (bits - 8) : entries[i]!
  return bytes
}
