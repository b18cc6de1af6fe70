import { resolve } from 'node:path'

/**
 * The files that a start was given: what is neither a switch nor the program, made absolute in the folder that start
 * was made from. `argv` of an unpackaged start names the app's folder before them.
 */
export function filesOfArguments(argv: readonly string[], packaged: boolean, folder: string): string[] {
  return argv
    .slice(packaged ? 1 : 2)
    .filter((argument) => argument !== '' && !argument.startsWith('-'))
    .map((argument) => resolve(folder, argument))
}
