import { homedir } from 'node:os'

/**
 * Writes a bug to standard error: the error's name and its places in the program. Messages are left out, since those of
 * libraries may quote a file; places keep no folder of the user.
 */
export function logBug(where: string, error: unknown): void {
  const lines = error instanceof Error ? placesOf(error) : ['a thrown value that is no error']
  process.stderr.write(`${[`${where}:`, ...lines].join('\n')}\n`)
}

function placesOf(error: Error): string[] {
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '))
  const message = process.env['FIRSTLOOK_DEBUG'] ? [error.message] : []
  return [error.name, ...message, ...frames.slice(0, 8).map((line) => line.replaceAll(homedir(), '~'))]
}
