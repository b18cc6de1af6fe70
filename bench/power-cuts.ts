/**
 * Power cuts: one import is recorded call by call – every write, name and sync of all its processes –, then cut short at
 * random moments; of what was not synced by then, pieces of 512 bytes, lengths and names are lost at random:
 * `npx node bench/power-cuts.ts [--cuts 100] [--seed 1] [--files 20] [--resume 10]`. After each cut the data folder must
 * open, hold everything that the store had said was done, and be whole; one in `resume` imports is then carried on and must
 * end like the undisturbed one. Needs Linux and strace.
 */
import { parseArgs } from 'node:util'
import { runJob, startEngine } from '#engine/broker/index.ts'
import { spawnHost } from '#engine/supervisor/index.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { readContent } from './kills/read-content.ts'
import { cutPower } from './power-cuts/cut.ts'
import { canRecord, recordImport } from './power-cuts/record-import.ts'

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '20' },
    resume: { type: 'string', default: '10' },
  },
})
if (!canRecord) throw new Error('needs Linux and strace')
using scratch = scratchFolder()
const recording = recordImport(scratch, Number(values.files), Number(values.seed))
const { dataFolder, events } = recording
const undisturbed = await readContent(dataFolder)
console.log(
  `recorded: ${events.length} events, ${events.filter(({ kind }) => kind === 'acknowledged').length} acknowledged`,
)

/** Carries the import on, as the next start of the program does; what differs from the undisturbed one at its end. */
async function carryOn(): Promise<string[]> {
  const engine = startEngine({ host: spawnHost(), dataFolder, appVersion: '0', door: 'cli', decodeWorkers: 2 })
  try {
    const [job] = await engine.store.unfinishedJobs()
    if (!job) return []
    await runJob(engine, job.jobId, new AbortController().signal)
  } finally {
    await engine.close()
  }
  const { rows, problems } = await readContent(dataFolder)
  return [
    ...problems,
    ...undisturbed.rows.filter((row) => !rows.includes(row)).map((row) => `missing ${row}`),
    ...rows.filter((row) => !undisturbed.rows.includes(row)).map((row) => `not in the undisturbed one: ${row}`),
  ]
}

let [count, bad, carried, promised] = [0, 0, 0, 0]
for await (const cut of cutPower(recording, Number(values.cuts), Number(values.seed))) {
  count += 1
  promised += cut.promised
  const problems = [...cut.problems]
  if (problems.length === 0 && count % Number(values.resume) === 0) {
    problems.push(...(await carryOn()))
    carried += 1
  }
  for (const problem of problems) console.log(`cut ${count} (event ${cut.at}, loss ${cut.loss.toFixed(2)}): ${problem}`)
  if (problems.length > 0) bad += 1
}
console.log(`${count} cuts (seed ${values.seed}), ${promised} promises looked at, ${carried} carried on: ${bad} bad`)
process.exitCode = bad === 0 ? 0 : 1
