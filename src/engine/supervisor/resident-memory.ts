import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { promisify } from 'node:util'
import { limits } from '#shared/limits.ts'

const run = promisify(execFile)
const kiB = 1_024

/** Resident memory of a process in bytes; `undefined` when it is gone or the platform does not say. */
export async function residentMemory(pid: number): Promise<number | undefined> {
  try {
    if (process.platform === 'linux') {
      const resident = readFileSync(`/proc/${pid}/statm`, 'latin1').split(' ')[1]
      return Number(resident) * 4 * kiB
    }
    if (process.platform === 'win32') {
      const { stdout } = await run('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'])
      const size = stdout.match(/"([\d.,]+) K"/)?.[1]
      return size === undefined ? undefined : Number(size.replaceAll(/\D/g, '')) * kiB
    }
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)])
    return Number(stdout) * kiB
  } catch {
    // The process ended between the look-up and the read.
    return undefined
  }
}

/** What a worker may hold: the limit, or half of this machine's memory where that is less. */
export function memoryLimit(): number {
  return Math.min(limits.worker.memoryBytes, totalmem() / 2)
}
