import { fork, spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { manifestSchema } from '#shared/manifest.ts'
import { childrenSeconds } from './pipeline/children-time.ts'
import { copyStudies } from './pipeline/copy-studies.ts'
import type { LimitShare } from './pipeline/limit-worker.ts'
import { watchMemory } from './pipeline/watch-memory.ts'

/**
 * Throughput of `firstlook import` beside what the machine could do at best and beside a plain Python pipeline, on the same
 * files in the same run: `node bench/pipeline.ts [--copies 5] [--rounds 3] [--model cxr-opacity] [--models FOLDER] [--memory]`.
 * The limit is decoding and ONNX Runtime alone, one process a core, files and tensors ready before the clock starts. The
 * product's time is that of the whole command, from start to exit. Throughput goes by the clock; on a machine that does
 * other things meanwhile, the ratios by processor time are the ones to trust. Needs ../shared/data/studies; for Python python3-pydicom,
 * python3-gdcm, python3-pil and python3-torch. `--models` measures a model that is not bundled, from a folder of model folders. `--memory` adds how resident memory grew after the first 200 images.
 */
const { values } = parseArgs({
  options: {
    copies: { type: 'string', default: '5' },
    rounds: { type: 'string', default: '3' },
    model: { type: 'string', default: 'cxr-opacity' },
    models: { type: 'string' },
    memory: { type: 'boolean', default: false },
  },
})
const studies = '../shared/data/studies'
if (!existsSync(studies)) throw new Error('The sample studies are missing: nothing to measure.')
const root = join(import.meta.dirname, '..')
const cores = availableParallelism()
const models = values.models ?? join(root, 'models')

/** Seconds by the clock and of the processors. */
type Times = { readonly wall: number; readonly cpu: number }

using folder = scratchFolder()
const files = copyStudies(studies, folder.at('in'), Number(values.copies))
const graphs = graphsOf(values.model)
const runs: Readonly<Record<'limit' | 'product' | 'python', Times[]>> = { limit: [], product: [], python: [] }
let memory: readonly number[] = []
// One after the other, round by round, so that whatever else the machine does meets all three.
for (let round = 0; round < Number(values.rounds); round++) {
  runs.limit.push(await limitTimes())
  runs.product.push(await productTimes(folder.at(`data-${round}`)))
  runs.python.push(pythonTimes())
  console.log(`round ${round + 1}`)
  for (const measure of ['wall', 'cpu'] as const) console.log(ratios(measure, (times) => times.at(-1)?.[measure]))
}
console.log(`${files.length} images, ${cores} cores, median of ${values.rounds}`)
for (const measure of ['wall', 'cpu'] as const) {
  console.log(ratios(measure, (times) => median(times.map((time) => time[measure]))))
}
if (values.memory) reportMemory()

function median(numbers: readonly number[]): number | undefined {
  return numbers.toSorted((a, b) => a - b)[numbers.length >>> 1]
}

function ratios(measure: keyof Times, of: (times: readonly Times[]) => number | undefined): string {
  const [limit = NaN, product = NaN, python = NaN] = [of(runs.limit), of(runs.product), of(runs.python)]
  const name = measure === 'wall' ? 'throughput' : 'per processor time'
  const rate = measure === 'wall' ? `, ${(files.length / product).toFixed(2)} images/s` : ''
  const shares = `product/limit ${(limit / product).toFixed(2)} (aim 0.85), product/Python ${(python / product).toFixed(2)} (aim 3)`
  return `  ${name.padEnd(18)} ${shares}${rate}`
}

/** The model and the gate that it names, as the import runs them. */
function graphsOf(id: string): LimitShare['graphs'] {
  const path = join(models, id)
  const { input, file, gate } = manifestSchema.parse(JSON.parse(readFileSync(join(path, 'model.json'), 'utf8')))
  const shape = [input.channels, input.height ?? 0, input.width ?? 0]
  return [{ path: join(path, file.name), input: input.name, shape }, ...(gate === undefined ? [] : graphsOf(gate))]
}

async function limitTimes(): Promise<Times> {
  const workers = Array.from({ length: cores }, (_, core) => {
    const share: LimitShare = { files: files.filter((_, i) => i % cores === core), graphs }
    return fork(join(import.meta.dirname, 'pipeline/limit-worker.ts'), [JSON.stringify(share)])
  })
  const next = (worker: (typeof workers)[number]) =>
    new Promise<unknown>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('exit', (code) => code && reject(new Error('the limit could not be measured')))
    })
  await Promise.all(workers.map(next))
  const done = workers.map(next)
  for (const worker of workers) worker.send('go')
  const times = (await Promise.all(done)) as Times[]
  return { wall: Math.max(...times.map(({ wall }) => wall)), cpu: times.reduce((sum, { cpu }) => sum + cpu, 0) }
}

async function productTimes(dataFolder: string): Promise<Times> {
  if (values.models !== undefined) cpSync(models, join(dataFolder, 'models'), { recursive: true })
  const [started, cpu] = [performance.now(), childrenSeconds()]
  const command = ['src/cli/firstlook.mjs', 'import', folder.at('in'), '--data-dir', dataFolder, '--json']
  const child = spawn(process.execPath, [...command, '--model', values.model], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const watch = watchMemory(child.pid ?? 0)
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await new Promise((resolve) => child.once('close', resolve))
  memory = watch.stop()
  const { imported, failed, error } = JSON.parse(text) as {
    imported?: number
    failed?: unknown[]
    error?: { message: string }
  }
  if (error) throw new Error(error.message)
  if (imported !== files.length || failed?.length !== 0)
    throw new Error(`${imported} of ${files.length} images came in`)
  return { wall: (performance.now() - started) / 1_000, cpu: childrenSeconds() - cpu }
}

function pythonTimes(): Times {
  const cpu = childrenSeconds()
  const script = join(import.meta.dirname, 'pipeline/python-pipeline.py')
  const side = String(graphs[0]?.shape.at(-1))
  const { stdout, status } = spawnSync(
    '/usr/bin/python3',
    [script, join(root, 'models/training'), String(cores), side],
    {
      input: files.join('\n'),
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'ignore'],
    },
  )
  const wall = status === 0 ? Number(stdout.split(' ')[1]) : NaN
  return { wall, cpu: childrenSeconds() - cpu }
}

function reportMemory(): void {
  // Processes start and warm up over the first 200 images.
  const warm = Math.floor((memory.length * Math.min(200, files.length / 2)) / files.length)
  const window = Math.max(4, Math.floor(memory.length / 20))
  const early = median(memory.slice(warm, warm + window)) ?? NaN
  const late = median(memory.slice(-window - 4, -4)) ?? NaN
  const grew = `${(late / early).toFixed(3)} (aim ≤ 1.05 from 200 to 2,000 images)`
  console.log(`resident memory at the end over that after ${Math.min(200, files.length / 2)} images: ${grew}`)
}
