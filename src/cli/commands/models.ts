import { resolve } from 'node:path'
import { Command } from 'commander'
import { collect, type CommonOptions, withCommonOptions } from '#cli/common-options.ts'
import { type OpenedEngine, withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { addModel, installModels, verifyModel } from '#engine/broker/index.ts'
import { fromFailure, TriageError } from '#shared/errors.ts'
import { answerQuestion } from '#shared/model-answers.ts'
import type { InstalledModel } from '#shared/models.ts'

type AddOptions = CommonOptions & { readonly answer?: readonly string[]; readonly shadow?: boolean }

/** `models list|add|remove|verify`. */
export function modelsCommand(): Command {
  return new Command('models')
    .description('the models that are installed')
    .addCommand(listCommand())
    .addCommand(addCommand())
    .addCommand(removeCommand())
    .addCommand(verifyCommand())
}

const withModels = <T>(options: CommonOptions, work: (engine: OpenedEngine) => Promise<T>): Promise<T> =>
  withEngine({ ...options, workers: 1 }, async (engine) => {
    for (const { folder, message } of await installModels(engine, engine.dataFolder)) {
      process.stderr.write(`model ${folder}: ${message}\n`)
    }
    return work(engine)
  })

function listCommand(): Command {
  return withCommonOptions(new Command('list'))
    .description('list the installed models')
    .action((options: CommonOptions) =>
      withModels(options, async ({ store }) => {
        const models = (await store.modelList()).map(toListed)
        report(
          { models },
          models.map(({ id, version, state, task }) => `${id} ${version}: ${task}, ${state}`),
          options.json === true,
        )
      }),
    )
}

function toListed({ manifest, bundled, state, why, thresholdConfirmed }: InstalledModel) {
  const { id, version, name, family, task, file, labels, thresholds, scope, gate, evidence } = manifest
  return {
    id,
    version,
    sha256: file.sha256,
    name,
    family,
    task,
    state,
    ...(why === undefined ? {} : { why }),
    bundled,
    thresholdConfirmed,
    labels: labels.filter(({ hidden }) => !hidden).map((label) => label.name),
    thresholds,
    scope,
    ...(gate === undefined ? {} : { gate }),
    evidence,
  }
}

function addCommand(): Command {
  return withCommonOptions(new Command('add'))
    .description('add an ONNX file or a folder with one; what is unclear is asked')
    .argument('<path>')
    .option('--answer <field=value>', 'answer to a question; may be given several times', collect)
    .option('--shadow', 'run and store, show nothing in the worklist')
    .action((path: string, options: AddOptions) =>
      withModels(options, async (engine) => {
        const proposal = await engine.infer.propose({ path: resolve(path), into: engine.addedModels })
        const answers = parseAnswers(options.answer ?? [])
        const open = proposal.questions.filter(({ field }) => !answers.has(field))
        const { manifest: proposed, questions } = proposal
        if (open.length > 0) {
          const lines = open.map(({ field, question, candidates }) =>
            [`${field}: ${question}`, ...candidates.map(({ value, meaning }) => `  ${value}: ${meaning}`)].join('\n'),
          )
          report(
            { added: false, questions, manifest: proposed },
            [...lines, 'Answer with --answer FIELD=VALUE.'],
            options.json === true,
            1,
            {
              kind: 'bad-argument',
              message: `Expected an answer for ${open.map(({ field }) => field).join(', ')}; none was given.`,
            },
          )
          return
        }
        const manifest = [...answers].reduce((so, [field, answer]) => answerQuestion(so, field, answer), proposed)
        const added = await addModel(engine, engine.dataFolder, { ...proposal, manifest }, options.shadow === true)
        report({ added: true, ...toListed(added) }, [`added ${manifest.id} ${manifest.version}`], options.json === true)
      }),
    )
}

function parseAnswers(texts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    texts.map((text) => {
      const at = text.indexOf('=')
      if (at === -1) throw new TriageError('bad-argument', 'Expected --answer FIELD=VALUE; there is no "=".', 'door')
      return [text.slice(0, at), text.slice(at + 1)]
    }),
  )
}

function removeCommand(): Command {
  return withCommonOptions(new Command('remove'))
    .description('remove an added model; its results stay')
    .argument('<id>')
    .action((id: string, options: CommonOptions) =>
      withModels(options, async (engine) => {
        const { manifest } = await find(engine, id)
        const sha256 = manifest.file.sha256
        const { folder } = await engine.store.modelFolder({ modelId: id, sha256 })
        await engine.store.modelRemove({ modelId: id, sha256 })
        await engine.infer.remove({ into: engine.addedModels, folder, sha256 })
        report({ removed: id, sha256 }, [`removed ${id}`], options.json === true)
      }),
    )
}

function verifyCommand(): Command {
  return withCommonOptions(new Command('verify'))
    .description('run every model on its own test images and compare with the numbers of its training framework')
    .argument('[id]')
    .action((id: string | undefined, options: CommonOptions) =>
      withModels(options, async (engine) => {
        const installed = id === undefined ? await engine.store.modelList() : [await find(engine, id)]
        const models = []
        for (const { manifest } of installed) {
          const sha256 = manifest.file.sha256
          models.push(await verifyModel(engine, { modelId: manifest.id, sha256 }))
        }
        const passed = models.every((model) => model.passed)
        const lines = models.map(
          ({ id: name, version, passed: ok, cases, differs, largestDifference }) =>
            `${name} ${version}: ${ok ? 'passed' : `differs at ${differs ?? '?'}`}, ${cases} cases, largest difference ${largestDifference ?? 0}`,
        )
        const error = {
          kind: 'bad-output',
          message: 'Expected the numbers of the training framework; a model gave others.',
        } as const
        report({ models, passed }, lines, options.json === true, passed ? 0 : 1, error)
      }),
    )
}

async function find(engine: OpenedEngine, id: string): Promise<InstalledModel> {
  const found = (await engine.store.modelList()).find(({ manifest }) => manifest.id === id)
  if (!found)
    throw fromFailure({
      kind: 'not-found',
      message: 'Expected an installed model; there is none of that name.',
      stage: 'door',
    })
  return found
}
