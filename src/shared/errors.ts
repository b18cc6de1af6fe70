/** The closed list of expected failures. Each has an entry in docs/errors.md; a kind is never reused for another meaning. */
export const errorKinds = [
  // What a file can be
  'empty',
  'not-an-image',
  'bad-header',
  'truncated',
  'truncated-pixel-data',
  'unsupported-transfer-syntax',
  'unsupported-pixels',
  'codestream-mismatch',
  'decode-failed',
  'limit',
  // Where a file can be
  'path-escape',
  'encrypted',
  'bad-archive',
  'missing',
  'changed',
  'permission',
  // What the store can say
  'conflict',
  'not-found',
  'data-folder-in-use',
  'newer-schema',
  'damaged-store',
  'disk-full',
  // What a model can be
  'bad-model',
  'model-disabled',
  'provider-unavailable',
  'bad-output',
  // What a process can do
  'timeout',
  'out-of-memory',
  'crashed',
  'cancelled',
  // What a person can ask for
  'bad-argument',
  'bad-labels',
  'refused',
] as const

export type ErrorKind = (typeof errorKinds)[number]

/** The stage of the one-way path of a scan in which a failure happened. */
export const stages = ['intake', 'header', 'decode', 'prepare', 'run', 'interpret', 'store', 'export', 'door'] as const
export type Stage = (typeof stages)[number]

/** An expected failure as it crosses a process or the wall: no stack, no path, no patient data. */
export type Failure = {
  readonly kind: ErrorKind
  readonly message: string
  readonly stage: Stage
}

/**
 * An expected failure. The message is one sentence that says what was expected and what came;
 * it never holds a path or a value of a patient's data.
 */
export class TriageError extends Error {
  override readonly name = 'TriageError'
  readonly kind: ErrorKind
  readonly stage: Stage

  constructor(kind: ErrorKind, message: string, stage: Stage, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
    this.stage = stage
  }

  toFailure(): Failure {
    return { kind: this.kind, message: this.message, stage: this.stage }
  }
}

/** Rebuilds the error on the other side of a process boundary. */
export function fromFailure(failure: Failure): TriageError {
  return new TriageError(failure.kind, failure.message, failure.stage)
}

/** True for an expected failure, whichever copy of the class made it. */
export function isTriageError(value: unknown): value is TriageError {
  return value instanceof Error && value.name === 'TriageError'
}

/** Refuses, at compile time, a switch that forgets a member of a union. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`)
}
