import type { StoredPixels } from '#core/dicom/stored-pixels.ts'
import type { PixelFormat } from './pixel-format.ts'

/** The pixel cells of a frame, samples as they lie: unsigned integers of BitsAllocated, or floats. */
export type Cells = StoredPixels['data']

/** Cells of whole bytes, in the machine's order and in memory of their own. */
export function cellsOf(bytes: Uint8Array, format: PixelFormat, littleEndian: boolean): Cells {
  const size = format.bitsAllocated / 8
  const own = littleEndian || size === 1 ? new Uint8Array(bytes) : swapBytes(bytes, size)
  const { buffer, byteOffset, byteLength } = own
  if (format.element === 'float') return new Float32Array(buffer, byteOffset, byteLength / 4)
  if (format.element === 'double') return new Float64Array(buffer, byteOffset, byteLength / 8)
  if (size === 1) return own
  return size === 2
    ? new Uint16Array(buffer, byteOffset, byteLength / 2)
    : new Uint32Array(buffer, byteOffset, byteLength / 4)
}

/** A copy with the bytes of each group of `size` reversed. */
export function swapBytes(bytes: Uint8Array, size: number): Uint8Array {
  const swapped = new Uint8Array(bytes.length)
  for (let start = 0; start < bytes.length; start += size) {
    for (let byte = 0; byte < size; byte++) swapped[start + byte] = bytes[start + size - 1 - byte] ?? 0
  }
  return swapped
}

/** Cells of 1 or 12 bits, packed from the least significant bit on (PS3.5 8.1.1 and D). */
export function unpackBits(bytes: Uint8Array, bits: number, firstBit: number, count: number): Cells {
  const cells = bits > 8 ? new Uint16Array(count) : new Uint8Array(count)
  const mask = 2 ** bits - 1
  for (let index = 0; index < count; index++) {
    const bit = firstBit + index * bits
    const byte = bit >>> 3
    const window = (bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16)
    cells[index] = (window >>> (bit & 7)) & mask
  }
  return cells
}

/** Samples by pixel from samples by plane (PlanarConfiguration 1). */
export function interleave<T extends Cells>(planes: T, samplesPerPixel: number): T {
  const pixels = planes.length / samplesPerPixel
  const interleaved = new (planes.constructor as new (length: number) => T)(planes.length)
  for (let sample = 0; sample < samplesPerPixel; sample++) {
    const plane = sample * pixels
    for (let pixel = 0, to = sample; pixel < pixels; pixel++, to += samplesPerPixel) {
      interleaved[to] = planes[plane + pixel] ?? 0
    }
  }
  return interleaved
}
