import { resolve } from 'node:path'

/**
 * The files that a start was given: what is neither a switch nor the program, made absolute in the folder that start
 * was made from. An unpackaged start names the app's folder before them, wherever its switches stand.
 */
export function filesOfArguments(argv: readonly string[], packaged: boolean, folder: string): string[] {
  const named = argv.slice(1).filter((argument) => argument !== '' && !argument.startsWith('-'))
  return named.slice(packaged ? 0 : 1).map((argument) => resolve(folder, argument))
}
