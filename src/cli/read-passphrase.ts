import { readFile } from 'node:fs/promises'
import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'

/** The first line of a file: a passphrase on the command line would stand in the list of processes. Refuses a short one. */
export async function readPassphrase(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new TriageError('missing', 'Expected a file with a passphrase; it cannot be read.', 'door', { cause })
  })
  const passphrase = text.split(/\r?\n/)[0] ?? ''
  const { least } = limits.passphrase
  if (passphrase.length < least) {
    const came = passphrase.length
    throw new TriageError('bad-argument', `Expected a passphrase of ${least} characters or more; came ${came}.`, 'door')
  }
  return passphrase
}
