import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** Random access to the bytes of a file or of memory. What lies beyond the end is left out. */
export type ByteWindow = {
  readonly size: number
  /** At most `length` bytes from `offset`; good until the next read. */
  read(offset: number, length: number): Uint8Array
  close(): void
}

const windowBytes = 256 * 1024

/** Opens a file, no link followed, through one window of 256 KiB: a graph of 2 GiB is walked without being held. */
export function openByteWindow(path: string): ByteWindow {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  const { size } = fstatSync(descriptor)
  const window = new Uint8Array(windowBytes)
  let start = 0
  let end = 0
  const readInto = (target: Uint8Array, offset: number, length: number) => {
    let filled = 0
    while (filled < length) {
      const count = readSync(descriptor, target, filled, length - filled, offset + filled)
      if (count === 0) break
      filled += count
    }
    return filled
  }
  return {
    size,
    read(offset, length) {
      if (length > windowBytes) {
        const whole = new Uint8Array(Math.max(0, Math.min(length, size - offset)))
        return whole.subarray(0, readInto(whole, offset, whole.length))
      }
      if (offset < start || offset + length > end) {
        start = offset
        end = offset + readInto(window, offset, Math.min(windowBytes, Math.max(0, size - offset)))
      }
      return window.subarray(offset - start, Math.min(offset + length, end) - start)
    },
    close: () => closeSync(descriptor),
  }
}
