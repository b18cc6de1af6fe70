import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { TriageError } from '#shared/errors.ts'

const keyBytes = 32

/**
 * The key of a data folder's pseudonyms, made at first use (32 random bytes, mode 0600), shared by both doors, so that two
 * exports agree. Refuses a key file that is no key.
 */
export async function projectKey(keysFolder: string): Promise<Uint8Array> {
  const path = join(keysFolder, 'pseudonyms.key')
  const found = await readFile(path).catch(() => undefined)
  if (found === undefined) return createKey(path)
  if (found.length !== keyBytes) {
    throw new TriageError(
      'damaged-store',
      `Expected a pseudonym key of ${keyBytes} bytes; found ${found.length}.`,
      'export',
    )
  }
  return found
}

/** Two processes may start at once: the first to link its key wins, and both use that one. */
async function createKey(path: string): Promise<Uint8Array> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const temporary = `${path}.${randomBytes(4).toString('hex')}`
  const handle = await open(temporary, 'wx', 0o600)
  try {
    await handle.writeFile(randomBytes(keyBytes))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(temporary)
  return readFile(path)
}
