import { refuse } from '#core/dicom/pixels/refuse.ts'
import type { Codestream } from './codestream.ts'

/** What a JPEG 2000 or HTJ2K codestream (ITU-T T.800 A, T.814 A) says in its main header and of its tile-parts. */
export type Jpeg2000Header = Codestream & {
  readonly tiles: number
  /** True where all samples have the full resolution and the same depth. */
  readonly uniform: boolean
  readonly multipleComponentTransform: boolean
  readonly reversible: boolean
  /** HTJ2K: capabilities of Part 15 are stated. */
  readonly highThroughput: boolean
  /** False where the bytes end within a tile-part or without EOC. */
  readonly ended: boolean
}

const markers = { soc: 0xff4f, cap: 0xff50, siz: 0xff51, cod: 0xff52, sot: 0xff90, eoc: 0xffd9 }

/** Reads the main header and the lengths of the tile-parts; a JP2 file's boxes around the codestream are passed over. */
export function readJpeg2000Header(bytes: Uint8Array): Jpeg2000Header {
  const view = viewOf(codestreamOf(bytes))
  if (at16(view, 0) !== markers.soc || at16(view, 2) !== markers.siz) {
    refuse('decode-failed', 'Expected a JPEG 2000 codestream; came other bytes.')
  }
  let position = 2
  let size: ReturnType<typeof readSize> | undefined
  let coding = { multipleComponentTransform: false, reversible: false }
  let highThroughput = false
  for (let marker = at16(view, position); marker !== markers.sot; marker = at16(view, position)) {
    if (marker === undefined)
      refuse('truncated-pixel-data', 'Expected a tile of JPEG 2000; the codestream ends before it.')
    if (marker < 0xff01) refuse('decode-failed', 'Expected a JPEG 2000 marker; came other bytes.')
    const length = at16(view, position + 2) ?? 0
    if (length < 2 || position + 2 + length > view.byteLength) {
      refuse('truncated-pixel-data', 'Expected a whole JPEG 2000 marker segment; the codestream ends within it.')
    }
    const segment = new DataView(view.buffer, view.byteOffset + position + 4, length - 2)
    if (marker === markers.siz) size = readSize(segment)
    else if (marker === markers.cod) coding = readCoding(segment)
    else if (marker === markers.cap) highThroughput = segment.byteLength >= 4 && (segment.getUint32(0) & 0x20000) !== 0
    position += 2 + length
  }
  if (size === undefined) return refuse('decode-failed', 'Expected an image size in JPEG 2000; came none.')
  return { ...size, ...coding, highThroughput, ended: isEnded(view, position) }
}

/** The codestream itself: of a JP2 file, its box of that name. */
export function codestreamOf(bytes: Uint8Array): Uint8Array {
  const view = viewOf(bytes)
  if (bytes.length < 12 || view.getUint32(4) !== 0x6a502020) return bytes
  for (let position = 0; position + 8 <= bytes.length;) {
    const length = view.getUint32(position)
    if (view.getUint32(position + 4) === 0x6a703263) {
      return bytes.subarray(position + 8, length === 0 ? bytes.length : position + length)
    }
    if (length < 8) break
    position += length
  }
  return refuse('decode-failed', 'Expected a codestream in a JP2 file; came none.')
}

function readSize(segment: DataView) {
  if (segment.byteLength < 36) refuse('decode-failed', 'Expected a whole JPEG 2000 image size; came a short one.')
  const u32 = (offset: number): number => segment.getUint32(offset)
  const samplesPerPixel = segment.getUint16(34)
  if (samplesPerPixel === 0 || segment.byteLength < 36 + samplesPerPixel * 3) {
    refuse('decode-failed', 'Expected a whole JPEG 2000 image size; came a short one.')
  }
  const components = Array.from({ length: samplesPerPixel }, (_, index) => ({
    depth: segment.getUint8(36 + index * 3),
    full: segment.getUint8(37 + index * 3) === 1 && segment.getUint8(38 + index * 3) === 1,
  }))
  const [first] = components
  const tileColumns = Math.ceil((u32(2) - u32(26)) / u32(18))
  const tileRows = Math.ceil((u32(6) - u32(30)) / u32(22))
  return {
    columns: u32(2) - u32(10),
    rows: u32(6) - u32(14),
    samplesPerPixel,
    bits: ((first?.depth ?? 0) & 0x7f) + 1,
    signed: ((first?.depth ?? 0) & 0x80) !== 0,
    tiles: tileColumns * tileRows,
    uniform: components.every(({ depth, full }) => full && depth === first?.depth),
  }
}

function readCoding(segment: DataView): { multipleComponentTransform: boolean; reversible: boolean } {
  if (segment.byteLength < 10) refuse('decode-failed', 'Expected a whole JPEG 2000 coding style; came a short one.')
  return { multipleComponentTransform: segment.getUint8(4) === 1, reversible: segment.getUint8(9) === 1 }
}

/** Steps over the tile-parts by their lengths to EOC. */
function isEnded(view: DataView, from: number): boolean {
  let position = from
  while (at16(view, position) === markers.sot) {
    if (position + 12 > view.byteLength) return false
    const length = view.getUint32(position + 6)
    // The last tile-part may leave its length open.
    if (length === 0) return endsWithEoc(view)
    if (length < 12) return false
    position += length
  }
  return at16(view, position) === markers.eoc
}

function endsWithEoc(view: DataView): boolean {
  const { byteLength } = view
  return at16(view, byteLength - 2) === markers.eoc || at16(view, byteLength - 3) === markers.eoc
}

function at16(view: DataView, position: number): number | undefined {
  return position >= 0 && position + 2 <= view.byteLength ? view.getUint16(position) : undefined
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
