import { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { limits } from '#shared/limits.ts'
import type { WorklistRow } from '#shared/worklist.ts'

/** `worklist`: every study in the order of the product. */
export function worklistCommand(): Command {
  return withCommonOptions(new Command('worklist'))
    .description('list the studies: flagged, not assessed, not flagged; oldest first within each')
    .option('--search <text>', 'patient, accession number, description or label')
    .action((options: CommonOptions & { readonly search?: string }) =>
      withEngine({ ...options, workers: 1 }, async ({ store }) => {
        const rows: WorklistRow[] = []
        let after: string | undefined
        do {
          const page = await store.worklistList({
            filter: options.search === undefined ? {} : { search: options.search },
            sort: { by: 'triage', descending: false },
            limit: limits.ipc.pageRows,
            ...(after === undefined ? {} : { after }),
          })
          rows.push(...page.rows)
          after = page.next
        } while (after !== undefined)
        const studies = rows.map(({ studyInstanceUid, group, level, reasons, images, acquiredAt, stale }) => ({
          studyInstanceUid,
          group,
          ...(level === undefined ? {} : { level }),
          reasons,
          images,
          ...(acquiredAt === undefined ? {} : { acquiredAt }),
          stale,
        }))
        report(
          { studies },
          studies.map(({ group, studyInstanceUid, reasons }) =>
            [group, studyInstanceUid, ...reasons.map(({ code }) => code)].join('  '),
          ),
          options.json === true,
        )
      }),
    )
}
