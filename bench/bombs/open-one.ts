import { readFileSync } from 'node:fs'
import { hashSource, walkSources } from '#core/intake/index.ts'
import { inspect } from '#engine/decode/inspect.ts'
import { isTriageError } from '#shared/errors.ts'

/** Opens the file given in a process of its own, and writes how it ended, milliseconds and MiB above what the process held. */
const [path = '', temp = ''] = process.argv.slice(2)

async function open(): Promise<void> {
  if (!path.endsWith('.zip')) {
    await inspect({ kind: 'file', path }, 1, temp)
    return
  }
  for await (const entry of walkSources([path])) {
    if (entry.kind === 'found') await hashSource(entry.location)
    if (entry.kind === 'refused') throw Object.assign(new Error(), { name: 'TriageError', ...entry.failure })
  }
}

/** The most memory that this process had, in MiB. Of rusage's, a part may be of the process that started it. */
function highWater(): number {
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kibibytes) / 1024
}

const before = highWater()
const start = performance.now()
const outcome = await open().then(
  () => 'OPENED',
  (error: unknown) => (isTriageError(error) ? `refused: ${error.kind}` : `BUG: ${String(error)}`),
)
const ms = performance.now() - start
console.log(JSON.stringify({ outcome, ms, grown: highWater() - before }))
