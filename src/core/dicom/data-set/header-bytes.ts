import type { ByteSource } from '#core/dicom/byte-source.ts'

/** Bytes that were read, and where in the source they start. */
export type Chunk = { readonly start: number; readonly end: number; readonly bytes: Uint8Array }

const firstChunkBytes = 8 * 1_024
const largestChunkBytes = 1024 * 1_024

/**
 * A source read in few and small pieces, each kept: a header is read once, and what lies between its parts is not. Reads
 * that follow each other double in size.
 */
export class HeaderBytes {
  readonly source: ByteSource
  readonly #chunks: Chunk[] = []
  #latest: Chunk | undefined

  constructor(source: ByteSource) {
    this.source = source
  }

  get size(): number {
    return this.source.size
  }

  /** A chunk that holds the range, or all that there is of it before the end of the source. */
  chunk(offset: number, length: number): Chunk {
    const end = Math.min(offset + length, this.size)
    const holds = (chunk: Chunk): boolean => chunk.start <= offset && end <= chunk.end
    if (this.#latest && holds(this.#latest)) return this.#latest
    this.#latest = this.#chunks.findLast(holds) ?? this.#read(offset, length)
    return this.#latest
  }

  /** The bytes of a range; fewer where the source ends before it. */
  read(offset: number, length: number): Uint8Array {
    const { start, bytes } = this.chunk(offset, length)
    return bytes.subarray(offset - start, offset - start + length)
  }

  #read(offset: number, length: number): Chunk {
    const last = this.#chunks.at(-1)
    const follows = last !== undefined && offset >= last.start && offset <= last.end
    const wanted = follows ? Math.min(2 * last.bytes.length, largestChunkBytes) : firstChunkBytes
    const bytes = this.source.read(offset, Math.max(length, wanted))
    const chunk = { start: offset, end: offset + bytes.length, bytes }
    this.#chunks.push(chunk)
    return chunk
  }
}
