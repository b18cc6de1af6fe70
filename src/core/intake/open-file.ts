import { constants, fstatSync, openSync, read } from 'node:fs'
import { promisify } from 'node:util'
import { TriageError } from '#shared/errors.ts'
import { toFileFailure } from './file-failure.ts'
import { toNativePath } from './native-path.ts'
import type { SourceIdentity } from './source.ts'

/** What lies at the path itself and nothing that it points to; a pipe is not waited for. Windows knows neither flag. */
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/** Opens a file for reading without following a link, and gives its descriptor. */
export function openFile(path: string): number {
  try {
    return openSync(toNativePath(path), readFlags)
  } catch (error) {
    throw toFileFailure(error, 'intake')
  }
}

/** Size, time and inode of an open file. Refuses what is not a regular file. */
export function identify(descriptor: number): SourceIdentity {
  const stats = fstatSync(descriptor, { bigint: true })
  if (!stats.isFile()) throw new TriageError('not-an-image', 'Expected a file; found something else.', 'intake')
  return {
    bytes: Number(stats.size),
    modifiedMs: Number(stats.mtimeNs / 1_000n) / 1_000,
    inode: `${stats.dev}:${stats.ino}`,
  }
}

/** Refuses a file that is no longer what it was. The drive may have been mounted anew, so the inode is no sign. */
export function refuseChange(expected: SourceIdentity, now: SourceIdentity): void {
  if (expected.bytes === now.bytes && expected.modifiedMs === now.modifiedMs) return
  throw new TriageError('changed', 'Expected the file as it was found; it has changed.', 'intake')
}

const chunkBytes = 1024 ** 2
const readBytes = promisify(read)

/** The bytes from a position on, in pieces. Refuses a file that ends before. */
export async function* readRange(descriptor: number, start: number, bytes: number): AsyncGenerator<Uint8Array> {
  const end = start + bytes
  for (let position = start; position < end;) {
    const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, end - position))
    const { bytesRead } = await readBytes(descriptor, chunk, 0, chunk.length, position)
    if (bytesRead === 0) throw new TriageError('changed', 'Expected the whole file; it has been cut short.', 'intake')
    position += bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}
