import { createHash } from 'node:crypto'

/** A UID as written (PS3.5 9), where it can be one. */
export function toUid(text: string | undefined): string | undefined {
  return text !== undefined && /^[0-9]+(\.[0-9]+)+$/.test(text) && text.length <= 64 ? text : undefined
}

/** A UID of the 2.25 form (PS3.5 B.2) that depends on the parts only: it stands in where a file has none. */
export function deriveUid(parts: readonly (string | Uint8Array | undefined)[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part ?? '').update('\0')
  const bytes = hash.digest().subarray(0, 16)
  // Version 8, variant 10: a UUID of one's own making (RFC 9562).
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`
}
