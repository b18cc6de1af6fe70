import { inflateRawSync } from 'node:zlib'
import { limits } from '#shared/limits.ts'
import type { ByteSource } from '#core/dicom/byte-source.ts'
import { refuseHeader } from '#core/dicom/data-set/refuse-header.ts'

type Bounds = Readonly<Record<'inflatedBytes' | 'inflationRatio' | 'inflationFloorBytes', number>>

/** Inflates the data set of a deflated file (PS3.5 A.5), refusing one that grows past the limits on size and ratio. */
export function inflateDataSet(source: ByteSource, start: number, bounds: Bounds = limits.dicom): ByteSource {
  const { inflatedBytes, inflationRatio, inflationFloorBytes } = bounds
  const length = Math.max(0, source.size - start)
  if (length > inflatedBytes) {
    refuseHeader('limit', `Expected at most ${inflatedBytes} deflated bytes; came ${length}.`)
  }
  const most = Math.min(inflatedBytes, Math.max(inflationFloorBytes, inflationRatio * length))
  const bytes = inflate(source.read(start, length), most)
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) }
}

function inflate(deflated: Uint8Array, most: number): Uint8Array {
  try {
    return inflateRawSync(deflated, { maxOutputLength: most })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      refuseHeader('limit', `Expected a data set of at most ${most} bytes after inflation; came a larger one.`, {
        cause,
      })
    }
    if (code === 'Z_BUF_ERROR') {
      refuseHeader('truncated', 'Expected a whole deflated data set; it ends too early.', { cause })
    }
    refuseHeader('bad-header', 'Expected a deflated data set; its bytes do not inflate.', { cause })
  }
}
