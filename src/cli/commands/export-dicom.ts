import { resolve } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { showProgress } from '#cli/show-progress.ts'
import { exportDicom } from '#engine/broker/index.ts'
import type { Region } from '#shared/domain.ts'

type Options = CommonOptions & {
  readonly search?: string
  readonly burnedInConfirmed?: boolean
  readonly mask?: readonly Region[]
}

/** `x,y,width,height`, added to those before. */
function region(text: string, before: readonly Region[] = []): Region[] {
  const numbers = text.split(',').map(Number)
  const [x = 0, y = 0, width = 0, height = 0] = numbers
  if (numbers.length !== 4 || !numbers.every((n) => Number.isInteger(n) && n >= 0) || width === 0 || height === 0) {
    throw new InvalidArgumentError('Expected x,y,width,height in whole pixels.')
  }
  return [...before, { x, y, width, height }]
}

/** `export dicom OUT`: the files without what names their patients; those with text in the picture are held. */
export function exportDicomCommand(): Command {
  return withCommonOptions(new Command('dicom'))
    .description('DICOM files without what names their patients, into a folder')
    .argument('<out>')
    .option('--search <text>', 'only studies that match')
    .option('--burned-in-confirmed', 'write files too in whose pixels text may stand: you have looked at them')
    .option('--mask <x,y,width,height>', 'blank this region in such files; may be given again', region)
    .action((out: string, options: Options) =>
      withEngine(options, async (engine) => {
        let read: number | undefined
        using _shown = showProgress(async () => (read === undefined ? undefined : `${read} files so far`))
        const asked = {
          folder: resolve(out),
          filter: options.search === undefined ? {} : { search: options.search },
          burnedInConfirmed: options.burnedInConfirmed === true,
          masks: options.mask ?? [],
        }
        const made = await exportDicom(engine, asked, (files) => {
          read = files
        })
        const lines = [
          `${made.rows} files written to ${out}, and what was changed in each to report.csv there`,
          ...(made.held > 0 ? [`${made.held} held: text may stand in their pixels (--burned-in-confirmed)`] : []),
          ...made.refused.map(({ imageId, message }) => `image ${imageId}: ${message}`),
        ]
        report({ path: out, ...made }, lines, options.json === true, made.refused.length > 0 ? 2 : 0)
      }),
    )
}
