import { CommanderError } from 'commander'
import { type ErrorKind, type Failure, isTriageError } from '#shared/errors.ts'
import { researchNotice } from '#shared/notice.ts'

/** 0 done; 1 could not; 2 done, but files were refused or failed. */
export type ExitCode = 0 | 1 | 2

/**
 * Writes a command's one document to standard output, or its lines for a person, and sets the exit code. `error` is part of
 * the document where the command could not.
 */
export function report(
  document: object,
  lines: readonly string[],
  json: boolean,
  code: ExitCode = 0,
  error?: Pick<Failure, 'kind' | 'message'>,
): void {
  process.exitCode = code
  const told = code === 1 && error ? { ...document, error: { kind: error.kind, message: error.message } } : document
  const text = json ? JSON.stringify(told, undefined, 2) : [...lines, researchNotice].join('\n')
  process.stdout.write(`${text}\n`)
}

/** Ends the program with what could not be done, as a document and for the log. A bug keeps its stack for standard error. */
export function failWith(error: unknown): void {
  if (error instanceof CommanderError && error.exitCode === 0) {
    // Help and version were asked for and given.
    process.exitCode = 0
    return
  }
  process.exitCode = 1
  // Commander has written its own sentence to standard error.
  if (error instanceof CommanderError) return writeError('bad-argument', usage(error))
  if (isTriageError(error)) {
    writeError(error.kind, error.message)
    process.stderr.write(`${error.kind}: ${error.message}\n`)
    return
  }
  writeError('crashed', 'An unexpected error ended the command; standard error has its place in the program.')
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

function usage({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'Expected a command; none was given.'
  return message.replace(/^error: /, '')
}

function writeError(kind: ErrorKind, message: string): void {
  process.stdout.write(`${JSON.stringify({ error: { kind, message } })}\n`)
}
