import { execFile } from 'node:child_process'
import { limits } from '#shared/limits.ts'

/**
 * On Linux, bounds a process's address space and forbids core dumps, so that most memory bombs of a model become an
 * exception inside it instead of a kill. Best effort: `prlimit` belongs to util-linux and may be missing.
 */
export function limitAddressSpace(pid: number): void {
  if (process.platform !== 'linux') return
  execFile('prlimit', ['--pid', String(pid), `--as=${limits.worker.addressSpaceBytes}`, '--core=0'], () => {})
}
