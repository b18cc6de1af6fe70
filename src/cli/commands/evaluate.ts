import { resolve } from 'node:path'
import { Command } from 'commander'
import { type CommonOptions, list, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { evaluateAgainstFile } from '#engine/broker/index.ts'

type Options = CommonOptions & {
  readonly labels: string
  readonly idColumn?: string
  readonly labelColumn?: string
  readonly positive?: readonly string[]
  readonly model: string
  readonly label: string
}

/** `evaluate --labels FILE`: a model's scores against a reference standard. */
export function evaluateCommand(): Command {
  return withCommonOptions(new Command('evaluate'))
    .description('compare the stored scores of a model with a table of labels')
    .requiredOption('--labels <file>', 'CSV with a column of cases and a column of labels')
    .option('--id-column <name>', 'column that names the case: SOPInstanceUID, path, accession number')
    .option('--label-column <name>', 'column of the label')
    .option('--positive <values>', 'labels that count as positive, parted by commas', list)
    .option('--model <id>', 'model', 'cxr-opacity')
    .option('--label <label>', 'label of the model', 'opacity')
    .action((options: Options) =>
      withEngine({ ...options, workers: 1 }, async (engine) => {
        const { idColumn, labelColumn, positive } = options
        const mapping = {
          ...(idColumn === undefined ? {} : { idColumn }),
          ...(labelColumn === undefined ? {} : { labelColumn }),
          ...(positive === undefined ? {} : { positive: [...positive] }),
        }
        const file = { path: resolve(options.labels), mapping }
        const evaluation = await evaluateAgainstFile(engine, file, { modelId: options.model, label: options.label })
        const { auc, n, positives, unmatched, notAssessed } = evaluation
        const document = {
          model: options.model,
          label: options.label,
          ...evaluation,
          auc: auc?.value ?? null,
          aucLow: auc?.low ?? null,
          aucHigh: auc?.high ?? null,
        }
        const area = auc ? `${auc.value.toFixed(4)} (95 % ${auc.low.toFixed(4)}–${auc.high.toFixed(4)})` : 'not defined'
        const lines = [
          `AUC ${area}`,
          `${n} cases, ${positives} positive, ${notAssessed} not assessed, ${unmatched} rows unmatched`,
        ]
        report(document, lines, options.json === true)
      }),
    )
}
