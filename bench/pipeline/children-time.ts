import { readFileSync } from 'node:fs'

/** Clock ticks a second of Linux's /proc. */
const ticks = 100

/** Processor seconds of all ended and waited-for descendants of this process (proc(5), cutime and cstime). */
export function childrenSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13]) + Number(fields[14])) / ticks
}
