import { Command, InvalidArgumentError } from 'commander'
import { type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { installModels } from '#engine/broker/index.ts'
import { TriageError } from '#shared/errors.ts'

type Options = CommonOptions & {
  readonly model: string
  readonly label: string
  readonly value: number
  readonly basis: string
}

function fraction(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Expected a number.')
  return value
}

/** `threshold set`: the site's threshold for the version of a model that is installed. */
export function thresholdCommand(): Command {
  const set = withCommonOptions(new Command('set'))
    .description("set this site's threshold for a label of a model's installed version")
    .requiredOption('--model <id>', 'model')
    .requiredOption('--label <label>', 'label')
    .requiredOption('--value <number>', 'score from which the label counts', fraction)
    .option('--basis <text>', 'on which cases it was chosen', 'command line')
    .action((options: Options) =>
      withEngine({ ...options, workers: 1 }, async (engine) => {
        await installModels(engine, engine.dataFolder)
        const { model, label, value, basis } = options
        const installed = await engine.store.modelList()
        const found = installed.find(({ manifest }) => manifest.id === model)
        if (!found)
          throw new TriageError('not-found', 'Expected an installed model; there is none of that name.', 'door')
        const sha256 = found.manifest.file.sha256
        const record = await engine.store.thresholdSet({ modelId: model, sha256, label, value, basis })
        report(record, [`${model} ${label}: ${value}`], options.json === true)
      }),
    )
  return new Command('threshold').description('thresholds').addCommand(set)
}
