import { setImmediate as nextTurn } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { headerOfFrame, readDicom, readPixelTables } from '#core/dicom/index.ts'
import { sourceOf } from '#fixtures/header-file.ts'
import { mutatedHeader } from '#fixtures/mutated-headers.ts'
import { isTriageError } from '#shared/errors.ts'

/**
 * Reads mutated headers and says how each ended:
 * `npx node --expose-gc --max-semi-space-size=4 bench/mutated-headers.ts [--count 100000] [--seed 1]`. The collector is called before
 * each look at the memory: what it has not come to yet says nothing of ours. The time is that of the processor, which
 * a busy machine does not lengthen.
 */
const { values } = parseArgs({
  options: { count: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
})
const count = Number(values.count)
const first = Number(values.seed)

function outcomeOf(bytes: Uint8Array): string {
  try {
    const read = readDicom(sourceOf(bytes))
    if (read.kind !== 'image') return 'named as no image'
    readPixelTables(read, 1)
    headerOfFrame(read, 2)
    return 'imported'
  } catch (error) {
    return isTriageError(error) ? `refused: ${error.kind}` : `BUG: ${String(error)}`
  }
}

const outcomes = new Map<string, number>()
const bugs: number[] = []
let worst = { ms: 0, seed: 0 }
for (let seed = first; seed < first + 2_000; seed++) outcomeOf(mutatedHeader(seed))
await nextTurn()
globalThis.gc?.()
const before = process.memoryUsage.rss()
let peak = before
for (let seed = first; seed < first + count; seed++) {
  const bytes = mutatedHeader(seed)
  const start = process.threadCpuUsage()
  const outcome = outcomeOf(bytes)
  const { user, system } = process.threadCpuUsage(start)
  const ms = (user + system) / 1_000
  if (ms > worst.ms) worst = { ms, seed }
  if (outcome.startsWith('BUG')) bugs.push(seed)
  outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
  // A worker gets its files by messages; an inflater that failed is let go of with the turn of the event loop.
  if (seed % 50 === 0) await nextTurn()
  if (seed % 1_000 === 0) {
    globalThis.gc?.()
    peak = Math.max(peak, process.memoryUsage.rss())
  }
}

for (const [outcome, times] of [...outcomes].toSorted(([, one], [, other]) => other - one)) {
  console.log(`${String(times).padStart(8)}  ${outcome}`)
}
console.log(
  `seeds ${first} to ${first + count - 1}; worst ${worst.ms.toFixed(1)} ms of the processor (seed ${worst.seed})`,
)
console.log(`resident memory grew by ${((peak - before) / 1_048_576).toFixed(0)} MiB`)
if (bugs.length > 0) {
  console.log(`seeds that ended otherwise: ${bugs.slice(0, 20).join(', ')}`)
  process.exitCode = 1
}
