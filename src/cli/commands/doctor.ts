import { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { appVersion } from '#cli/version.ts'

/** `doctor`: what works on this machine, each execution provider proven by running a small graph on it. */
export function doctorCommand(): Command {
  return withCommonOptions(new Command('doctor'))
    .description('say what works on this machine')
    .action((options: CommonOptions) =>
      withEngine({ ...options, workers: 1 }, async ({ infer, store, desk, dataFolder }) => {
        const [providers, runtime, database, imaging] = await Promise.all([
          infer.providers(),
          infer.runtimeVersion(),
          store.storeState(),
          desk.versions(),
        ])
        const versions = { firstlook: appVersion, node: process.versions.node, onnxRuntime: runtime, ...imaging }
        const document = { providers, versions, database, dataFolder }
        const lines = [
          ...providers.map(({ name, usable, why }) => `${name}: ${usable ? 'usable' : why}`),
          ...Object.entries(versions).map(([name, version]) => `${name} ${version}`),
          `data folder ${dataFolder} (journal ${database.journalMode})`,
        ]
        report(document, lines, options.json === true)
      }),
    )
}
