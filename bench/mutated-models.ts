import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { InferMethods } from '#engine/infer/methods.ts'
import { clientOf, spawnHost, Worker } from '#engine/supervisor/index.ts'
import { modelCaseFolder } from '#fixtures/model-case.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { isTriageError } from '#shared/errors.ts'

/**
 * Goal M3 of the reliability plan: 2,000 mutated models, each proposed and installed in the supervised process. None may end this
 * process or the machine, and each must end as installed or with a named reason.
 *
 *     node bench/mutated-models.ts [--count 2000] [--seed 1] [--megabytes 512] [--seconds 5]
 */
const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    megabytes: { type: 'string', default: '512' },
    seconds: { type: 'string', default: '5' },
  },
})

const originals = [
  'generic',
  'class-maps',
  'torchxrayvision-all',
  'keras',
  'hugging-face-detr',
  'segmentation',
  'generic-bare',
].map((name) => readFileSync(join(modelCaseFolder(name), 'model.onnx')))

let state = Number(values.seed) >>> 0
/** A whole number below `end`. */
function below(end: number): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return Math.floor((state / 2 ** 32) * end)
}

type Mutation = (bytes: Uint8Array) => Uint8Array
const at = (bytes: Uint8Array) => below(bytes.length)

/** Bytes, numbers, lengths, order and ends: what a mutation may change. */
const mutations: Readonly<Record<string, Mutation>> = {
  'a byte': (bytes) => bytes.with(at(bytes), below(256)),
  'a bit': (bytes) => {
    const place = at(bytes)
    return bytes.with(place, (bytes[place] ?? 0) ^ (1 << below(8)))
  },
  'a small number': (bytes) => {
    const small = Array.from(bytes).flatMap((byte, i) => (byte > 0 && byte < 16 ? [i] : []))
    return bytes.with(small[below(small.length)] ?? 0, [0, 1, 2, 3, 7, 127][below(6)] ?? 0)
  },
  'a large number': (bytes) => {
    const place = at(bytes)
    const huge = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f).subarray(below(8))
    return Uint8Array.from([...bytes.subarray(0, place), ...huge, ...bytes.subarray(place + huge.length)])
  },
  'the end cut off': (bytes) => bytes.slice(0, at(bytes)),
  'a part twice': (bytes) => {
    const place = at(bytes)
    const part = bytes.subarray(place, place + 1 + below(200))
    return Uint8Array.from([...bytes.subarray(0, place), ...part, ...part, ...bytes.subarray(place + part.length)])
  },
  'a part left out': (bytes) => {
    const place = at(bytes)
    return Uint8Array.from([...bytes.subarray(0, place), ...bytes.subarray(place + 1 + below(40))])
  },
  'a part of another model': (bytes) => {
    const other = originals[below(originals.length)] ?? bytes
    const [place, from] = [at(bytes), at(other)]
    const part = other.subarray(from, from + 1 + below(100))
    return Uint8Array.from([...bytes.subarray(0, place), ...part, ...bytes.subarray(place + part.length)])
  },
}

using scratch = scratchFolder()
const into = scratch.at('models')
let restarts = 0
let bugs = 0
const worker = new Worker(
  spawnHost(),
  { role: 'infer', appVersion: '0' },
  { wallMs: Number(values.seconds) * 1_000, memoryBytes: Number(values.megabytes) * 1024 ** 2 },
  {
    onRestart: () => restarts++,
    onBug: (message) => {
      bugs++
      console.error(message)
    },
  },
)
const infer = clientOf<InferMethods>((method, input) => worker.call(method, input))

async function outcomeOf(path: string): Promise<string> {
  try {
    const { proposalId, manifest } = await infer.propose({ path, into })
    const installed = await infer.install({ into, proposalId, manifest })
    await infer.remove({ into, folder: installed.path, sha256: manifest.file.sha256 })
    return 'installed'
  } catch (error) {
    return isTriageError(error) ? error.kind : 'WITHOUT A REASON'
  }
}

const started = performance.now()
const outcomes: Record<string, number> = {}
const names = Object.keys(mutations)
let slowestMs = 0
for (let i = 0; i < Number(values.count); i++) {
  const before = state
  let bytes = originals[below(originals.length)] as Uint8Array
  for (let k = 0; k <= below(3); k++) {
    // What was cut to nothing stays so.
    if (bytes.length > 0) bytes = mutations[names[below(names.length)] ?? '']?.(bytes) ?? bytes
  }
  const path = scratch.at('model.onnx')
  writeFileSync(path, bytes)
  const since = performance.now()
  const outcome = await outcomeOf(path)
  slowestMs = Math.max(slowestMs, performance.now() - since)
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
  if (outcome === 'WITHOUT A REASON') console.error(`mutant ${i} of state ${before} has no reason`)
}
await worker.close()
console.log(
  `${values.count} mutants of seed ${values.seed} in ${Math.round((performance.now() - started) / 1_000)} s, the slowest ${(slowestMs / 1_000).toFixed(1)} s`,
)
console.table(outcomes)
console.log(
  `restarts of the process: ${restarts}; bugs: ${bugs}; without a reason: ${outcomes['WITHOUT A REASON'] ?? 0}`,
)
process.exitCode = bugs + (outcomes['WITHOUT A REASON'] ?? 0) > 0 ? 1 : 0
