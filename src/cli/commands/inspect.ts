import { resolve } from 'node:path'
import { Command } from 'commander'
import { type CommonOptions, countFrom1, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { isTriageError } from '#shared/errors.ts'

type Options = CommonOptions & { readonly frame: number }

/** `inspect FILES`: what each file is, and what its stored values are. One that cannot be read does not stop the others. */
export function inspectCommand(): Command {
  return withCommonOptions(new Command('inspect'))
    .description('say what files are')
    .argument('<files...>')
    .option('--frame <n>', 'frame, from 1', countFrom1, 1)
    .action((files: readonly string[], options: Options) =>
      withEngine({ ...options, workers: 1 }, async ({ desk }) => {
        const find = (file: string): Promise<object> =>
          desk.inspect({ location: { kind: 'file', path: resolve(file) }, frame: options.frame })
        const [only] = files
        if (only !== undefined && files.length === 1) {
          const found = await find(only)
          return report(found, linesOf(found), options.json === true)
        }
        const all: { path: string; error?: object }[] = []
        for (const path of files) all.push({ path, ...(await find(path).catch(toError)) })
        const lines = all.flatMap((found) => [...linesOf(found), ''])
        report({ files: all }, lines, options.json === true, all.some(({ error }) => error) ? 2 : 0)
      }),
    )
}

const linesOf = (found: object): readonly string[] =>
  Object.entries(found).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)

function toError(error: unknown) {
  if (!isTriageError(error)) throw error
  return { error: { kind: error.kind, message: error.message } }
}
