import { resolve } from 'node:path'
import { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { exportDicom } from '#engine/broker/index.ts'

type Options = CommonOptions & { readonly search?: string; readonly burnedInConfirmed?: boolean }

/** `export dicom OUT`: the files without what names their patients; those with text in the picture are held. */
export function exportDicomCommand(): Command {
  return withCommonOptions(new Command('dicom'))
    .description('DICOM files without what names their patients, into a folder')
    .argument('<out>')
    .option('--search <text>', 'only studies that match')
    .option('--burned-in-confirmed', 'write files too in whose pixels text may stand: you have looked at them')
    .action((out: string, options: Options) =>
      withEngine(options, async (engine) => {
        const made = await exportDicom(engine, {
          folder: resolve(out),
          filter: options.search === undefined ? {} : { search: options.search },
          burnedInConfirmed: options.burnedInConfirmed === true,
        })
        const lines = [
          `${made.rows} files written to ${out}`,
          ...(made.held > 0 ? [`${made.held} held: text may stand in their pixels (--burned-in-confirmed)`] : []),
          ...made.refused.map(({ imageId, message }) => `image ${imageId}: ${message}`),
        ]
        report({ path: out, ...made }, lines, options.json === true, made.refused.length > 0 ? 2 : 0)
      }),
    )
}
