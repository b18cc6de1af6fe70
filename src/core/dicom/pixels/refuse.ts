import { type ErrorKind, TriageError } from '#shared/errors.ts'

/** Fails the decoding of a frame. */
export function refuse(kind: ErrorKind, message: string, options?: ErrorOptions): never {
  throw new TriageError(kind, message, 'decode', options)
}
