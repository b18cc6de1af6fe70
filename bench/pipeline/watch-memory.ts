import { readdirSync, readFileSync } from 'node:fs'

const everyMs = 250

/** Resident memory of a process and of all below it, in bytes, four times a second until `stop` is called. */
export function watchMemory(pid: number): { readonly stop: () => readonly number[] } {
  const samples: number[] = []
  const timer = setInterval(() => samples.push(residentBytes(pid)), everyMs)
  return {
    stop() {
      clearInterval(timer)
      return samples
    },
  }
}

function residentBytes(root: number): number {
  const parents = new Map<number, number>()
  const resident = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
      resident.set(Number(name), Number(readFileSync(`/proc/${name}/statm`, 'latin1').split(' ')[1]) * 4_096)
    } catch {
      // It ended between the listing and the look.
    }
  }
  const isBelow = (pid: number | undefined): boolean => pid === root || (pid !== undefined && isBelow(parents.get(pid)))
  let sum = 0
  for (const [pid, bytes] of resident) if (isBelow(pid)) sum += bytes
  return sum
}
