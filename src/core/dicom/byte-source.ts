/** Bytes that can be read by position; a read past the end gives what there is. */
export type ByteSource = {
  readonly size: number
  read(offset: number, length: number): Uint8Array
}
