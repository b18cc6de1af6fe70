import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { TriageError } from '#shared/errors.ts'

/** A file being written; text or bytes go to its end. Wait for what is returned, if anything is: it is the drive's turn. */
export type FileSink = { write(chunk: string | Uint8Array): Promise<void> | undefined }

const bufferBytes = 256 * 1024
const diskFull = new Set(['ENOSPC', 'EDQUOT'])

/**
 * Writes a file beside its place and puts it there only when it is whole and on the drive: a reader sees all of it or the
 * file that was there before. Mode 0600. Refuses a place that cannot be written.
 */
export async function writeDurably<T>(path: string, write: (sink: FileSink) => Promise<T>): Promise<T> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID().slice(0, 8)}.part`)
  try {
    const result = await writeAside(temporary, write)
    await rename(temporary, path)
    return result
  } catch (error) {
    await rm(temporary, { force: true })
    throw toExportFailure(error)
  }
}

async function writeAside<T>(temporary: string, write: (sink: FileSink) => Promise<T>): Promise<T> {
  await using handle = await open(temporary, 'wx', 0o600)
  let pending: (string | Uint8Array)[] = []
  let waiting = 0
  const flush = async () => {
    const isText = (part: string | Uint8Array): part is string => typeof part === 'string'
    const chunk = pending.every(isText)
      ? Buffer.from(pending.join(''))
      : Buffer.concat(pending.map((part) => (isText(part) ? Buffer.from(part) : part)))
    pending = []
    waiting = 0
    await handle.writeFile(chunk)
  }
  const result = await write({
    write(chunk) {
      pending.push(chunk)
      waiting += chunk.length
      return waiting >= bufferBytes ? flush() : undefined
    },
  })
  await flush()
  await handle.sync()
  return result
}

function toExportFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (diskFull.has(code)) {
    return new TriageError('disk-full', 'Expected room for the export; the drive is full.', 'export', { cause: error })
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new TriageError('permission', 'Expected a place that can be written; it cannot.', 'export', { cause: error })
  }
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') {
    return new TriageError('missing', 'Expected an existing folder for the export; there is none.', 'export', {
      cause: error,
    })
  }
  return error
}
