import { type ErrorKind, TriageError } from '#shared/errors.ts'

/** Fails the reading of a header. */
export function refuseHeader(kind: ErrorKind, message: string, options?: ErrorOptions): never {
  throw new TriageError(kind, message, 'header', options)
}
