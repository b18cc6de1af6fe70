import { Command } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'

/** `study delete UID`: a study and all that was derived from it; originals outside the data folder are never touched. */
export function studyCommand(): Command {
  const remove = withCommonOptions(new Command('delete'))
    .description('delete a study with everything derived from it')
    .argument('<study-instance-uid>')
    .action((studyInstanceUid: string, options: CommonOptions) =>
      withEngine({ ...options, workers: 1 }, async ({ store }) => {
        const { studyId } = await store.studyIdOf({ studyInstanceUid })
        const deleted = await store.studyDelete({ studyId })
        const line = `${deleted.images} images, ${deleted.bytes} bytes deleted`
        report({ studyInstanceUid, ...deleted }, [line], options.json === true)
      }),
    )
  return new Command('study').description('studies').addCommand(remove)
}
