import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto'
import { TriageError } from '#shared/errors.ts'

const magic = Buffer.from('FLCROSS1')
const saltBytes = 16
const nonceBytes = 12
const tagBytes = 16
/** About a third of a second and 128 MiB a try. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 ** 2 }

const keyOf = (passphrase: string, salt: Uint8Array) => scryptSync(passphrase.normalize('NFKC'), salt, 32, cost)

/** The table from pseudonyms back to identities, encrypted with a passphrase (scrypt, AES-256-GCM). */
export function sealCrosswalk(csv: string, passphrase: string): Uint8Array {
  const salt = randomBytes(saltBytes)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce).setAAD(magic)
  const sealed = Buffer.concat([cipher.update(csv, 'utf8'), cipher.final()])
  return Buffer.concat([magic, salt, nonce, cipher.getAuthTag(), sealed])
}

/** Opens a sealed crosswalk. Refuses what is none, was changed, or has another passphrase. */
export function openCrosswalk(bytes: Uint8Array, passphrase: string): string {
  const file = Buffer.from(bytes)
  const head = magic.length + saltBytes + nonceBytes + tagBytes
  if (file.length < head || !file.subarray(0, magic.length).equals(magic)) {
    throw new TriageError('bad-argument', 'Expected a crosswalk; the file is none.', 'export')
  }
  const part = (from: number, length: number) => file.subarray(from, from + length)
  const salt = part(magic.length, saltBytes)
  const nonce = part(magic.length + saltBytes, nonceBytes)
  const tag = part(magic.length + saltBytes + nonceBytes, tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce).setAAD(magic).setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(file.subarray(head)), decipher.final()]).toString('utf8')
  } catch (cause) {
    const sentence = 'Expected the passphrase of this crosswalk; it does not fit, or the file was changed.'
    throw new TriageError('bad-argument', sentence, 'export', { cause })
  }
}
