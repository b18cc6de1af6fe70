import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { readPassphrase } from '#cli/read-passphrase.ts'
import { showProgress } from '#cli/show-progress.ts'
import { exportDicomCommand } from './export-dicom.ts'

type Options = CommonOptions & {
  readonly level?: 'study' | 'image' | 'finding' | 'reading'
  readonly identified?: boolean
  readonly bom?: boolean
  readonly search?: string
  readonly crosswalk?: string
}

/** `export csv|coco|yolo|jsonl OUT`: labelled results, pseudonymised unless asked otherwise. */
export function exportCommand(): Command {
  const command = new Command('export').description('write labelled results; pseudonymised unless --identified')
  command.addCommand(
    exporting('csv', 'one table of studies, images, findings or readings')
      .addOption(
        new Option('--level <level>', 'what a row is')
          .choices(['study', 'image', 'finding', 'reading'])
          .default('image'),
      )
      .option('--bom', 'begin with a byte-order mark'),
  )
  command.addCommand(exporting('coco', 'boxes and masks as COCO'))
  command.addCommand(exporting('yolo', 'boxes as YOLO labels, into a folder'))
  command.addCommand(exporting('jsonl', 'images as JSON Lines'))
  command.addCommand(exportDicomCommand())
  return command
}

function exporting(format: 'csv' | 'coco' | 'yolo' | 'jsonl', description: string): Command {
  return withCommonOptions(new Command(format))
    .description(description)
    .argument('<out>')
    .option('--identified', 'write patient ids, UIDs and paths as they are')
    .option('--search <text>', 'only studies that match')
    .option('--crosswalk <file>', 'write OUT.crosswalk too, sealed with the passphrase on the first line of this file')
    .action((out: string, options: Options) =>
      withEngine({ ...options, workers: 1 }, async ({ store }) => {
        const crosswalkPassphrase =
          options.crosswalk === undefined ? undefined : await readPassphrase(options.crosswalk)
        using _shown = showProgress(async () => {
          const { read } = await store.exportProgress()
          return read === undefined
            ? undefined
            : `${read} ${options.level === 'reading' ? 'readings' : 'images'} so far`
        })
        const { rows } = await store.exportRun({
          format,
          level: options.level ?? 'image',
          path: resolve(out),
          filter: options.search === undefined ? {} : { search: options.search },
          identified: options.identified === true,
          byteOrderMark: options.bom === true,
          crosswalkPassphrase,
        })
        report({ rows, path: out }, [`${rows} rows written to ${out}`], options.json === true)
      }),
    )
}
