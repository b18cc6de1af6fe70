/**
 * Imports that are killed with SIGKILL at a random moment and started again, until each has ended by itself; every one must
 * end with the content of an undisturbed import: `npx node bench/kills.ts [--imports 50] [--kills 500] [--seed 1] [--files 30]`.
 * With `--kills` it ends with the import in which that many are reached.
 * Half of the kills hit the whole process group, as a power switch would; half the main process alone. Each import copies
 * its files and analyses them by a tiny model. Compared are the rows without times and numbers, the copies' bytes, the
 * database's structure, the audit chain, the files' modes, and that nothing was left aside.
 */
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { seededRandom } from '#fixtures/seeded-random.ts'
import { writeTinyModel } from '#fixtures/tiny-model.ts'
import { readContent } from './kills/read-content.ts'
import { writeUntidyScans } from './kills/write-untidy-scans.ts'

const { values } = parseArgs({
  options: {
    imports: { type: 'string', default: '50' },
    kills: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
    files: { type: 'string', default: '30' },
  },
})
const random = seededRandom(Number(values.seed))
const cli = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
using scratch = scratchFolder()
const scans = scratch.at('scans')
writeUntidyScans(scans, Number(values.files), Number(values.seed))

/** Runs the import in a data folder; kills it after so many milliseconds, where any are given. True when it ended by itself. */
function runImport(dataFolder: string, killAfterMs?: number, wholeGroup = true): Promise<boolean> {
  const args = [cli, 'import', scans, '--copy', '--model', 'tiny', '--json', '--data-dir', dataFolder]
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr.on('data', () => {})
  const timer =
    killAfterMs === undefined
      ? undefined
      : setTimeout(() => process.kill(wholeGroup ? -(child.pid ?? 0) : (child.pid ?? 0), 'SIGKILL'), killAfterMs)
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => {
      clearTimeout(timer)
      if (code === null) resolve(false)
      // Files were refused, as they must.
      else if (code === 2 && said.includes('"imported"')) resolve(true)
      // Workers whose main process was killed take a moment to notice, and one of them holds the folder.
      else if (said.includes('data-folder-in-use')) resolve(false)
      else reject(new Error(`exit ${code}: ${said.slice(0, 500)}`))
    })
  })
}

function newDataFolder(name: string): string {
  const folder = scratch.at(name)
  mkdirSync(`${folder}/models`, { recursive: true })
  const point = { value: 0.5, origin: 'author' as const, basis: 'made up' }
  writeTinyModel(`${folder}/models/tiny`, undefined, { thresholds: { bright: { default: point } } })
  return folder
}

const begun = performance.now()
const undisturbed = newDataFolder('undisturbed')
await runImport(undisturbed)
let takes = performance.now() - begun
const expected = await readContent(undisturbed)
console.log(`undisturbed: ${Math.round(takes)} ms, ${expected.rows.length} rows, ${expected.problems.length} problems`)
for (const problem of expected.problems) console.log(problem)

let kills = 0
let different = expected.problems.length
let inUse = 0
let imports = 0
while (imports < Number(values.imports) && kills < Number(values.kills)) {
  const i = imports
  imports += 1
  const folder = newDataFolder(`import-${i}`)
  let ended = false
  for (let run = 0; !ended; run += 1) {
    const isKilled = run === 0 || (run < 6 && random.between(0, 1) < 0.75)
    const startedAt = performance.now()
    ended = await runImport(folder, isKilled ? random.between(0, takes * 1.1) : undefined, random.between(0, 1) < 0.5)
    // A machine that has become less busy must not outrun the kills.
    if (ended && run === 0) takes = Math.min(takes, performance.now() - startedAt)
    if (!ended && isKilled) kills += 1
    else if (!ended) {
      inUse += 1
      await wait(200)
    }
  }
  const content = await readContent(folder)
  const missing = expected.rows.filter((row) => !content.rows.includes(row))
  const added = content.rows.filter((row, at) => !expected.rows.includes(row) || content.rows.indexOf(row) !== at)
  for (const row of missing) console.log(`import ${i}: missing ${row}`)
  for (const row of added) console.log(`import ${i}: not in the undisturbed one ${row}`)
  for (const problem of content.problems) console.log(`import ${i}: ${problem}`)
  if (missing.length + added.length + content.problems.length > 0) different += 1
  if (i % 10 === 9) console.log(`${i + 1} imports, ${kills} kills, ${different} differ`)
}
console.log(`${imports} imports, ${kills} kills (seed ${values.seed}), ${inUse} starts while the folder was still held`)
console.log(different === 0 ? 'all end like the undisturbed one' : `${different} differ`)
process.exitCode = different === 0 ? 0 : 1
