import { createHash } from 'node:crypto'
import type { StoredPixels } from '#core/dicom/index.ts'
import type { OpenedSource } from '#core/intake/index.ts'

const chunkBytes = 1024 ** 2

/** SHA-256 of an opened file, hex. */
export function hashBytes(source: OpenedSource): string {
  const hash = createHash('sha256')
  for (let offset = 0; offset < source.size; offset += chunkBytes) hash.update(source.read(offset, chunkBytes))
  return hash.digest('hex')
}

/** SHA-256 of stored values, hex: each as a little-endian signed 32-bit integer, row by row, so that encodings do not matter. */
export function hashStoredValues({ data }: StoredPixels): string {
  const hash = createHash('sha256')
  const values = new Int32Array(Math.min(data.length, chunkBytes / 4))
  for (let start = 0; start < data.length; start += values.length) {
    const part = data.subarray(start, start + values.length)
    values.set(part)
    hash.update(new Uint8Array(values.buffer, 0, part.length * 4))
  }
  return hash.digest('hex')
}

/** SHA-256 of stored values as they lie in memory, hex: faster, and the same for every encoding of equal BitsAllocated. */
export function hashPixels({ data }: StoredPixels): string {
  return createHash('sha256')
    .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    .digest('hex')
}
