/**
 * Goal F2: mutated files – scans in every coding, pictures, archives – through the whole pipeline in the real worker
 * processes: `npx node bench/mutated-scans.ts [--count 2000] [--seed 1]`. Each must be imported or refused by kind and with
 * a reason; no worker may show a bug, none may hang for 10 s, and the main side must not be held.
 */
import { parseArgs } from 'node:util'
import { mutatedScan } from '#fixtures/mutated-scans.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { takeIn } from './mutants/take-in.ts'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
})
const [count, first] = [Number(values.count), Number(values.seed)]
using scratch = scratchFolder()
for (let seed = first; seed < first + count; seed += 1) {
  const { name, bytes } = await mutatedScan(seed)
  scratch.write(`scans/${name}`, bytes)
}
const begun = performance.now()
const taken = await takeIn(scratch.at('scans'), scratch.at('data'))
for (const [name, times] of Object.entries({ ...taken.outcomes, ...taken.analyses }))
  console.log(`${String(times).padStart(7)}  ${name}`)
for (const line of [...taken.untold, ...taken.bugs]) console.log(line)
console.log(
  `${count} mutants, seeds ${first} to ${first + count - 1}, in ${Math.round((performance.now() - begun) / 1_000)} s`,
)
console.log(
  `${taken.bugs.length} bugs, ${taken.restarts} processes ended, slowest call ${Math.round(taken.slowestMs)} ms`,
)
console.log(`main side held at p99: ${taken.stallP99Ms.toFixed(1)} ms`)
const bad = taken.untold.length + taken.bugs.length > 0 || taken.slowestMs > 10_000
process.exitCode = bad ? 1 : 0
