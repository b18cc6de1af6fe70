import { CommanderError } from 'commander'
import { isTriageError } from '#shared/errors.ts'
import { researchNotice } from '#shared/notice.ts'

/** 0 done; 1 could not; 2 done, but files were refused or failed. */
export type ExitCode = 0 | 1 | 2

/** Writes a command's one document to standard output, or its lines for a person, and sets the exit code. */
export function report(document: unknown, lines: readonly string[], json: boolean, code: ExitCode = 0): void {
  process.exitCode = code
  const text = json ? JSON.stringify(document, undefined, 2) : [...lines, researchNotice].join('\n')
  process.stdout.write(`${text}\n`)
}

/** Ends the program with what could not be done. A bug keeps its stack for standard error. */
export function failWith(error: unknown): void {
  process.exitCode = 1
  if (error instanceof CommanderError) {
    // Help and version were asked for and given.
    if (error.exitCode === 0) process.exitCode = 0
    else if (process.argv.includes('--json')) writeError('bad-argument', error.message)
    return
  }
  if (isTriageError(error)) {
    writeError(error.kind, error.message)
    process.stderr.write(`${error.kind}: ${error.message}\n`)
    return
  }
  writeError('crashed', 'An unexpected error ended the command; standard error has its place in the program.')
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
}

function writeError(kind: string, message: string): void {
  process.stdout.write(`${JSON.stringify({ error: { kind, message } })}\n`)
}
