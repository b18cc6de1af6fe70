import { resolve } from 'node:path'
import { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { readPassphrase } from '#cli/read-passphrase.ts'
import { report } from '#cli/report.ts'

/** `crosswalk FILE --passphrase FILE`: the identities behind the pseudonyms of an export, as CSV. */
export function crosswalkCommand(): Command {
  return withCommonOptions(new Command('crosswalk'))
    .description('open the sealed table from pseudonyms to identities that an export wrote')
    .argument('<file>', 'the OUT.crosswalk of an export')
    .requiredOption('--passphrase <file>', 'file with the passphrase on its first line')
    .action((file: string, options: CommonOptions & { readonly passphrase: string }) =>
      withEngine({ ...options, workers: 1 }, async ({ store }) => {
        const passphrase = await readPassphrase(options.passphrase)
        const csv = await store.crosswalkOpen({ path: resolve(file), passphrase })
        report({ csv }, csv.trimEnd().split('\r\n'), options.json === true)
      }),
    )
}
