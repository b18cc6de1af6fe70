import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import { judgeOne } from '#core/pipeline.ts'
import type { ModelInUse } from '#core/pipeline/ports.ts'
import { collect, type CommonOptions, countFrom1, withCommonOptions } from '#cli/common-options.ts'
import { type OpenedEngine, withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { writePicture } from '#cli/write-picture.ts'
import { addedModels, bindPorts, bundledModels } from '#engine/broker/index.ts'
import { withDefinedTerms } from '#shared/defined-terms.ts'
import { TriageError } from '#shared/errors.ts'

type Options = CommonOptions & {
  readonly model?: readonly string[]
  readonly frame: number
  readonly heatmap?: string
  readonly tensor?: string
  readonly device: 'auto' | 'cpu' | 'gpu-required'
}

/** `predict FILE`: one file through the models, nothing stored. */
export function predictCommand(): Command {
  return withCommonOptions(new Command('predict'))
    .description('run the models on one file and store nothing')
    .argument('<file>')
    .option('--model <id>', 'only this model; may be given several times', collect)
    .option('--frame <n>', 'frame, from 1', countFrom1, 1)
    .option('--heatmap <png>', 'write where the first model looked')
    .option('--tensor <png>', 'write what the first model saw')
    .addOption(
      new Option('--device <which>', 'what may run the models')
        .choices(['auto', 'cpu', 'gpu-required'])
        .default('auto'),
    )
    .action((file: string, options: Options) =>
      withEngine({ ...options, workers: 1 }, (engine) => predict(engine, resolve(file), options)),
    )
}

async function predict(engine: OpenedEngine, path: string, options: Options): Promise<void> {
  const { available, asked } = await chooseModels(engine, options.model)
  const ports = bindPorts(engine, { device: options.device, threads: 0 })
  const target = { location: { kind: 'file', path }, frame: options.frame }
  const judged = await judgeOne(ports, target, available)
  const results = judged.filter(({ model }) => asked.includes(model)).map(toResult)
  await writePictures(engine, target, asked, options)
  const lines = results.map(({ model, state, scores }) =>
    [
      `${model.id} ${model.version}: ${state}`,
      ...scores.map(({ label, score }) => `${label} ${score.toFixed(3)}`),
    ].join('  '),
  )
  const [failure] = judged.flatMap(({ model, analysis }) =>
    asked.includes(model) && analysis.state === 'failed' ? [analysis.failure] : [],
  )
  report({ results }, lines, options.json === true, failure ? 1 : 0, failure)
}

/** The models asked for, and the gates that these name. */
async function chooseModels(engine: OpenedEngine, ids: readonly string[] | undefined) {
  const folders = [bundledModels(), addedModels(engine.dataFolder)]
  const installed = await engine.infer.modelsInUse({ folders })
  const asked = ids === undefined ? installed : ids.map((id) => find(installed, id))
  const gates = installed.filter(({ manifest }) => asked.some((model) => model.manifest.gate === manifest.id))
  return { asked, available: [...new Set([...gates, ...asked])] }
}

function find(installed: readonly ModelInUse[], id: string): ModelInUse {
  const found = installed.find(({ manifest }) => manifest.id === id)
  if (found) return found
  const known = installed.map(({ manifest }) => manifest.id).join(', ')
  throw new TriageError('not-found', `Expected an installed model (${known}); there is none of that name.`, 'door')
}

function toResult({ model, analysis }: Awaited<ReturnType<typeof judgeOne>>[number]) {
  const common = { model: model.version, state: analysis.state }
  const nothingRan = { device: null, scores: [], findings: [], elapsedMs: null }
  switch (analysis.state) {
    case 'done': {
      const { scores, findings, provenance } = analysis
      const { device, elapsedMs } = provenance
      return { ...common, reasons: [], device, scores, findings, elapsedMs, provenance }
    }
    case 'not-assessed':
      return { ...common, reasons: analysis.reasons.map(withDefinedTerms), ...nothingRan }
    case 'failed':
      return { ...common, reasons: [], failure: analysis.failure, ...nothingRan }
  }
}

async function writePictures(
  engine: OpenedEngine,
  target: { readonly location: { readonly kind: string; readonly path: string }; readonly frame: number },
  asked: readonly ModelInUse[],
  options: Options,
): Promise<void> {
  if (options.tensor === undefined && options.heatmap === undefined) return
  const model = asked.find(({ manifest }) => manifest.task !== 'gate') ?? asked[0]
  if (!model) return
  const { manifest } = model
  if (options.tensor !== undefined) {
    const { png } = await engine.desk.networkView({ ...target, input: manifest.input })
    await writePicture(options.tensor, png)
  }
  if (options.heatmap !== undefined) {
    const label = manifest.labels.find(({ hidden }) => !hidden)?.name ?? ''
    const { tensor, image } = await engine.desk.tensor({ ...target, input: manifest.input })
    const heatmap = await engine.infer.heatmap({ model, tensor, image, label, device: options.device, threads: 1 })
    const { png } = await engine.desk.heatmapPng({ ...target, heatmap })
    await writePicture(options.heatmap, png)
  }
}
