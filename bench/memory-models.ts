import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { InferMethods } from '#engine/infer/methods.ts'
import { clientOf, memoryLimit, spawnHost, Worker } from '#engine/supervisor/index.ts'
import { hostileModels, writeHostileModel } from '#fixtures/hostile-models.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { isTriageError } from '#shared/errors.ts'

/**
 * Goals M2 and M4 of the reliability plan: each model that means to fill the memory, proposed in the supervised process. Says how
 * each ended, whether the process had to be killed for it, and how far above its limit the memory went that it held at most.
 * Fails where that is more than a quarter, where an end has no name, or where fewer than two of three end without a kill. Linux only.
 *
 *     node bench/memory-models.ts [--megabytes 1024]
 */
const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '1024' } } })
const limit = Math.min(Number(values.megabytes) * 1024 ** 2, memoryLimit())

using scratch = scratchFolder()
/** The most memory that a process has held, as the kernel counts it; 0 once it is gone. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1_024
  } catch {
    return 0
  }
}

const bombs = hostileModels.filter(({ kinds }) => kinds.includes('out-of-memory'))
const rows = []
for (const model of bombs) {
  // A process of its own: the peak that the kernel counts never falls.
  let killed = false
  const worker = new Worker(
    spawnHost(),
    { role: 'infer', appVersion: '0' },
    { wallMs: 30_000, memoryBytes: limit },
    { onRestart: () => (killed = true) },
  )
  const infer = clientOf<InferMethods>((method, input) => worker.call(method, input))
  await worker.start()
  const { pid } = worker
  let peak = 0
  const watching = setInterval(() => (peak = Math.max(peak, peakOf(pid))), 2)
  const outcome = await infer
    .propose({ path: writeHostileModel(scratch.path, model), into: scratch.at('models') })
    .then(
      () => 'PROPOSED',
      (error: unknown) => (isTriageError(error) ? error.kind : 'WITHOUT A REASON'),
    )
  clearInterval(watching)
  peak = Math.max(peak, peakOf(pid))
  await worker.close()
  rows.push({ model: model.name, outcome, killed, overshoot: Math.max(0, peak / limit - 1), peak })
}

const named = rows.filter(({ outcome }) => outcome === 'bad-model' || outcome === 'out-of-memory').length
const unkilled = rows.filter(({ killed }) => !killed).length
const most = Math.max(...rows.map(({ overshoot }) => overshoot))
console.table(
  rows.map(({ peak, overshoot, ...row }) => ({
    ...row,
    'peak over limit': (peak / limit).toFixed(2),
    overshoot: `${(100 * overshoot).toFixed(0)} %`,
  })),
)
console.log(
  `${named} of ${rows.length} with a name, ${unkilled} without a kill, overshoot at most ${(100 * most).toFixed(0)} %`,
)
process.exitCode = named < rows.length || unkilled / rows.length < 2 / 3 || most > 0.25 ? 1 : 0
