import type { PixelFormat } from './pixel-format.ts'
import { refuse } from './refuse.ts'

const headerBytes = 64

/**
 * One RLE frame (PS3.5 G) as cells of BitsAllocated, samples interleaved. Writes at most the frame's own bytes, whatever the
 * runs say, and refuses a segment that is short or long.
 */
export function decodeRle(bytes: Uint8Array, format: PixelFormat): Uint8Array | Uint16Array | Uint32Array {
  const bytesPerSample = format.bitsAllocated / 8
  if (!Number.isInteger(bytesPerSample)) {
    refuse('unsupported-pixels', `Expected whole bytes allocated in an RLE frame; came ${format.bitsAllocated} bits.`)
  }
  const wanted = bytesPerSample * format.samplesPerPixel
  const starts = segmentStarts(bytes, wanted)
  const pixels = format.rows * format.columns
  const out = new Uint8Array(pixels * wanted)
  for (let segment = 0; segment < wanted; segment++) {
    const sample = Math.floor(segment / bytesPerSample)
    const littleEndianByte = bytesPerSample - 1 - (segment % bytesPerSample)
    const from = starts[segment] ?? 0
    const to = starts[segment + 1] ?? bytes.length
    unpackSegment(bytes, from, to, out, sample * bytesPerSample + littleEndianByte, wanted)
  }
  if (bytesPerSample === 1) return out
  return bytesPerSample === 2 ? new Uint16Array(out.buffer) : new Uint32Array(out.buffer)
}

function segmentStarts(bytes: Uint8Array, wanted: number): readonly number[] {
  if (bytes.length < headerBytes)
    refuse('truncated-pixel-data', `Expected an RLE header of 64 bytes; came ${bytes.length}.`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, headerBytes)
  const count = view.getUint32(0, true)
  if (count !== wanted) {
    refuse('codestream-mismatch', `Expected ${wanted} RLE segments, one a byte of each sample; came ${count}.`)
  }
  const starts = Array.from({ length: count }, (_, index) => view.getUint32(4 + index * 4, true))
  let last = headerBytes
  for (const start of starts) {
    if (start > bytes.length)
      refuse('truncated-pixel-data', `Expected an RLE segment at byte ${start}; the frame ends at ${bytes.length}.`)
    if (start < last)
      refuse('decode-failed', 'Expected RLE segments in ascending order; came one that starts before the last.')
    last = start
  }
  return starts
}

/** Unpacks PackBits runs into every `stride`-th byte; a last byte of padding is passed over. */
function unpackSegment(
  bytes: Uint8Array,
  from: number,
  to: number,
  out: Uint8Array,
  first: number,
  stride: number,
): void {
  const end = out.length
  let position = from
  let target = first
  while (target < end) {
    if (position >= to)
      refuse(to === bytes.length ? 'truncated-pixel-data' : 'codestream-mismatch', shortSegment(target, end, stride))
    const control = bytes[position] ?? 0
    position++
    if (control < 128) {
      const stop = position + control + 1
      if (stop > to) refuse('truncated-pixel-data', 'Expected a whole literal run; the RLE segment ends within it.')
      if (target + control * stride >= end) refuse('codestream-mismatch', longSegment(end, stride))
      for (; position < stop; position++, target += stride) out[target] = bytes[position] ?? 0
    } else if (control > 128) {
      if (position >= to) refuse('truncated-pixel-data', 'Expected the byte of a run; the RLE segment ends before it.')
      const value = bytes[position] ?? 0
      position++
      const stop = target + (257 - control) * stride
      if (stop - stride >= end) refuse('codestream-mismatch', longSegment(end, stride))
      for (; target < stop; target += stride) out[target] = value
    }
  }
  refuseSurplus(bytes.subarray(position, to), end / stride)
}

/** A segment may be padded with zeros or with runs that mean nothing (128), to an even length and by some writers further. */
function refuseSurplus(rest: Uint8Array, pixels: number): void {
  if (rest.length > 1 && !rest.every((byte) => byte === 0 || byte === 128)) {
    refuse('codestream-mismatch', `Expected ${pixels} bytes in an RLE segment; came more.`)
  }
}

function shortSegment(target: number, end: number, stride: number): string {
  return `Expected ${end / stride} bytes in an RLE segment; came ${Math.floor(target / stride)}.`
}

function longSegment(end: number, stride: number): string {
  return `Expected ${end / stride} bytes in an RLE segment; came more.`
}
