import { resolve } from 'node:path'
import { Command } from 'commander'
import { collect, type CommonOptions, countFrom1, withCommonOptions } from '#cli/common-options.ts'
import { type OpenedEngine, withEngine } from '#cli/open-engine.ts'
import { report } from '#cli/report.ts'
import { showProgress, tellJob } from '#cli/show-progress.ts'
import { installModels, runJob } from '#engine/broker/index.ts'
import { fromFailure } from '#shared/errors.ts'

type Options = CommonOptions & {
  readonly model?: readonly string[]
  readonly analyse: boolean
  readonly copy?: boolean
  readonly workers?: number
}

/** `import PATH…`: takes in files and folders, analyses and stores them; begun again after a kill, it goes on where it was. */
export function importCommand(): Command {
  return withCommonOptions(new Command('import'))
    .description('take in files, folders and archives, and analyse them')
    .argument('<path...>')
    .option('--model <id>', 'only this model; may be given several times', collect)
    .option('--no-analyse', 'take in only')
    .option('--copy', 'copy every original into the data folder')
    .option('--workers <n>', 'decode processes', countFrom1)
    .action((paths: string[], options: Options) => withEngine(options, (engine) => takeIn(engine, paths, options)))
}

async function takeIn(engine: OpenedEngine, paths: readonly string[], options: Options): Promise<void> {
  const started = performance.now()
  for (const { folder, message } of await installModels(engine, engine.dataFolder)) {
    process.stderr.write(`model ${folder}: ${message}\n`)
  }
  const sources = paths.map((path) => resolve(path))
  const jobId = await jobFor(engine, sources, options)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  const job = await shown(engine, jobId, runJob(engine, jobId, stop.signal))
  if (job.waitingFor) throw fromFailure(job.waitingFor)

  const result = await engine.store.jobResult({ jobId })
  const named = nameAsGiven(paths, sources)
  const listed = {
    refused: result.refused.map(named),
    failed: result.failed.map(named),
    notAssessed: result.notAssessed.map(named),
    conflicts: result.conflicts.map(named),
    skipped: result.skipped.map(named),
  }
  const { imported, duplicates, analysed, devices } = result
  const elapsedMs = Math.round(performance.now() - started)
  const document = { imported, duplicates, analysed, ...listed, elapsedMs, devices }
  const incomplete = listed.refused.length + listed.failed.length > 0 || job.state !== 'done'
  report(document, toLines(document), options.json === true, incomplete ? 2 : 0)
}

async function shown<T>(engine: OpenedEngine, jobId: number, running: Promise<T>): Promise<T> {
  using _progress = showProgress(() => tellJob(engine, jobId))
  return await running
}

/** A job of the same sources that was cut short goes on; else a new one begins. */
async function jobFor(engine: OpenedEngine, sources: readonly string[], options: Options): Promise<number> {
  const { model: models, analyse, copy } = options
  const wanted = JSON.stringify([sources, analyse, copy === true, models])
  const unfinished = await engine.store.unfinishedJobs()
  const same = unfinished.find(
    (job) => JSON.stringify([job.sources, job.analyse, job.copy === 'always', job.models]) === wanted,
  )
  if (same) return same.jobId
  const { jobId } = await engine.store.createJob({
    kind: 'import',
    sources,
    copy: copy ? 'always' : 'automatic',
    analyse,
    ...(models === undefined ? {} : { models }),
  })
  return jobId
}

type Told = { readonly path: string; readonly kind: string; readonly message: string }

/** Paths as the caller began them: the argument joined with what lies below it. */
function nameAsGiven(given: readonly string[], absolute: readonly string[]) {
  return (told: Told): Told => {
    const i = absolute.findIndex((source) => isAtOrBelow(told.path, source))
    const [argument, source] = [given[i], absolute[i]]
    if (argument === undefined || source === undefined) return told
    const rest = told.path.slice(source.length)
    return { ...told, path: argument.replace(/(?<=.)[/\\]+$/, '') + rest }
  }
}

/** The source itself, what lies in its folder, or in its archive (`a.zip!/entry`). */
function isAtOrBelow(path: string, source: string): boolean {
  return path.startsWith(source) && (/[/\\]$/.test(source) || /^(?:$|[/\\]|!\/)/.test(path.slice(source.length)))
}

type Document = Readonly<Record<'imported' | 'duplicates' | 'analysed', number>> &
  Readonly<Record<'refused' | 'failed' | 'notAssessed' | 'conflicts' | 'skipped', readonly Told[]>>

const toLines = (document: Document): string[] => [
  `${document.imported} imported, ${document.duplicates} duplicates, ${document.analysed} analysed`,
  ...(['refused', 'failed', 'notAssessed', 'conflicts', 'skipped'] as const).flatMap((list) =>
    document[list].map(({ path, message }) => `${list}: ${path}: ${message}`),
  ),
]
