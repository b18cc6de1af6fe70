import { createHmac, createSecretKey } from 'node:crypto'

/** Stands in for identifiers: the same key gives the same stand-in everywhere, and none can be turned back without it. */
export type Pseudonyms = {
  /** A UID in the 2.25 form (PS3.5 B.2). */
  readonly uid: (uid: string) => string
  /** `P-` and 12 letters or digits, of a patient's identity in the store. */
  readonly patient: (identity: string) => string
  readonly accession: (accessionNumber: string) => string
  readonly path: (path: string) => string
  readonly reader: (name: string) => string
  /** Whole days to take off every date of a patient, 1 to 3,650: intervals within a patient are kept. */
  readonly dateShiftDays: (identity: string) => number
}

/** Base 32 without the letters that look like digits (Crockford). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Pseudonyms by HMAC-SHA256 under a key, one namespace a kind, so that equal texts of two kinds do not meet. */
export function createPseudonyms(key: Uint8Array): Pseudonyms {
  const secret = createSecretKey(key)
  const digest = (kind: string, text: string) => createHmac('sha256', secret).update(`${kind}\0${text}`).digest()
  const short = (kind: string, text: string) =>
    Array.from(digest(kind, text).subarray(0, 12), (byte) => alphabet[byte & 31]).join('')
  const prefixed = (prefix: string, kind: string) => (text: string) =>
    text === '' ? '' : `${prefix}-${short(kind, text)}`
  return {
    uid: remembering((uid) => {
      if (uid === '') return ''
      const bytes = digest('uid', uid).subarray(0, 16)
      // Version and variant of a UUID (RFC 9562), which the 2.25 form is made of.
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
      return `2.25.${BigInt(`0x${bytes.toString('hex')}`)}`
    }),
    patient: remembering(prefixed('P', 'patient')),
    accession: remembering(prefixed('A', 'accession')),
    path: remembering(prefixed('F', 'path')),
    reader: remembering(prefixed('R', 'reader')),
    dateShiftDays: remembering((identity) => 1 + (digest('date', identity).readUInt32BE(0) % 3_650)),
  }
}

const remembered = 1_000

/** The latest answers are kept: rows of one image, study or patient come together. */
function remembering<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= remembered) known.clear()
    const made = make(text)
    known.set(text, made)
    return made
  }
}

/** A `YYYY-MM-DD` date moved back by days; what is no date gives an empty text. */
export function shiftDate(date: string, days: number): string {
  const time = Date.parse(`${date.slice(0, 10)}T00:00:00Z`)
  if (!Number.isFinite(time)) return ''
  return new Date(time - days * 86_400_000).toISOString().slice(0, 10)
}
