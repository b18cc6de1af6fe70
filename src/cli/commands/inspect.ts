import { resolve } from 'node:path'
import { Command } from 'commander'
import { type CommonOptions, countFrom1, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'

type Options = CommonOptions & { readonly frame: number }

/** `inspect FILE`: what the file is, and what its stored values are. */
export function inspectCommand(): Command {
  return withCommonOptions(new Command('inspect'))
    .description('say what a file is')
    .argument('<file>')
    .option('--frame <n>', 'frame, from 1', countFrom1, 1)
    .action((file: string, options: Options) =>
      withEngine({ ...options, workers: 1 }, async ({ desk }) => {
        const found = await desk.inspect({ location: { kind: 'file', path: resolve(file) }, frame: options.frame })
        const lines = Object.entries(found).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
        report(found, lines, options.json === true)
      }),
    )
}
