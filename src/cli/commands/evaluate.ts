import { resolve } from 'node:path'
import { Command } from 'commander'
import { type CommonOptions, list, withCommonOptions } from '#cli/common-options.ts'
import { withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { evaluateAgainstFile } from '#engine/broker/index.ts'
import type { Comparison } from '#shared/evaluation.ts'

type Options = CommonOptions & {
  readonly labels: string
  readonly idColumn?: string
  readonly labelColumn?: string
  readonly positive?: readonly string[]
  readonly scores?: string
  readonly scoreColumn?: string
  readonly model: string
  readonly label: string
}

function compared({ n, aucA, aucB, difference, pValue, changes }: Comparison): string[] {
  const { value, low, high } = difference
  return [
    `other software AUC ${aucB.value.toFixed(4)}, the model ${aucA.value.toFixed(4)} on the same ${n} cases`,
    `difference ${value.toFixed(4)} (95 % ${low.toFixed(4)}–${high.toFixed(4)}), p ${pValue.toFixed(4)}; ${changes.length} cases change`,
  ]
}

/** `evaluate --labels FILE`: a model's scores against a reference standard. */
export function evaluateCommand(): Command {
  return withCommonOptions(new Command('evaluate'))
    .description('compare the stored scores of a model with a table of labels')
    .requiredOption('--labels <file>', 'CSV with a column of cases and a column of labels')
    .option('--id-column <name>', 'column that names the case: SOPInstanceUID, path, accession number')
    .option('--label-column <name>', 'column of the label')
    .option('--positive <values>', 'labels that count as positive, parted by commas', list)
    .option('--scores <file>', 'CSV of scores of other software, compared on the same cases')
    .option('--score-column <name>', 'column of the score')
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
        const { scoreColumn } = options
        const scoreMapping = {
          ...(idColumn === undefined ? {} : { idColumn }),
          ...(scoreColumn === undefined ? {} : { labelColumn: scoreColumn }),
        }
        const file = { path: resolve(options.labels), mapping }
        const scores =
          options.scores === undefined ? undefined : { path: resolve(options.scores), mapping: scoreMapping }
        const query = { modelId: options.model, label: options.label }
        const evaluation = await evaluateAgainstFile(engine, file, query, scores)
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
          ...evaluation.unmatchedRows.map(({ row, id, why }) => `row ${row}, ${id}: ${why}`),
          ...(evaluation.comparison ? compared(evaluation.comparison) : []),
        ]
        report(document, lines, options.json === true)
      }),
    )
}
