import { join, resolve } from 'node:path'

const option = '--data-dir='

/** The folder of this start's data: as the command line names it, else Firstlook's own under the user's application data. */
export function dataFolder(argv: readonly string[], appData: string): string {
  const chosen = argv.findLast((argument) => argument.startsWith(option))?.slice(option.length)
  return chosen ? resolve(chosen) : join(appData, 'Firstlook')
}
