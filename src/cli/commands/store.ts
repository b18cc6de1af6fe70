import { resolve } from 'node:path'
import { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'

/** `store check` and `store backup`. */
export function storeCommand(): Command {
  const check = withCommonOptions(new Command('check'))
    .description('check the database, every result and every copied original against its hash')
    .action((options: CommonOptions) =>
      withEngine({ ...options, workers: 1 }, async ({ store }) => {
        const found = await store.storeCheck()
        const line = `${found.checked} checked, ${found.damaged} damaged`
        const error = {
          kind: 'damaged-store',
          message: `Expected a whole store; ${found.damaged} records are damaged.`,
        } as const
        report(found, [line], options.json === true, found.healthy ? 0 : 1, error)
      }),
    )
  const backup = withCommonOptions(new Command('backup'))
    .description('write a compact copy of the database')
    .argument('<file>')
    .action((file: string, options: CommonOptions) =>
      withEngine({ ...options, workers: 1 }, async ({ store }) => {
        const { bytes } = await store.storeBackup({ path: resolve(file) })
        report({ path: file, bytes }, [`${bytes} bytes written`], options.json === true)
      }),
    )
  return new Command('store').description('the database').addCommand(check).addCommand(backup)
}
