/** What the stand-in was asked to run, as Electron's own command line says it. */
export type CommandLine = {
  /** Modules to load before the app, as with `electron -r`. */
  readonly preloaded: readonly string[]
  /** The app's folder or entry file. */
  readonly app: string
  /** Whether a test runner wants to reach the windows over a port. */
  readonly debuggingPort: boolean
  readonly noSandbox: boolean
}

/** Reads `electron [-r module]… [--switch]… APP [argument]…`. */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const preloaded: string[] = []
  let app: string | undefined
  for (let i = 0; i < argv.length && app === undefined; i += 1) {
    const argument = argv[i] ?? ''
    if (argument === '-r') {
      preloaded.push(argv[i + 1] ?? '')
      i += 1
    } else if (!argument.startsWith('-')) app = argument
  }
  return {
    preloaded,
    app: app ?? '.',
    debuggingPort: argv.some((argument) => argument.startsWith('--remote-debugging-port=')),
    noSandbox: argv.includes('--no-sandbox'),
  }
}
