import { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'

/** `audit verify`: whether the audit trail is whole, by its chain and the head kept outside the database. */
export function auditCommand(): Command {
  const verify = withCommonOptions(new Command('verify'))
    .description('check that no audit record was changed, removed or added')
    .action((options: CommonOptions) =>
      withEngine({ ...options, workers: 1 }, async ({ store }) => {
        const found = await store.auditVerify()
        const line = found.intact
          ? `${found.records} records, intact`
          : `${found.records} records, ${found.why ?? 'not intact'} at ${found.brokenAt ?? 'the end'}`
        const error = { kind: 'damaged-store', message: 'Expected a whole audit trail; it was changed.' } as const
        report(found, [line], options.json === true, found.intact ? 0 : 1, error)
      }),
    )
  return new Command('audit').description('the audit trail').addCommand(verify)
}
