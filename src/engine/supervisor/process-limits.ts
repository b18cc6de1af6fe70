import { execFile } from 'node:child_process'
import type { RoleName } from '#engine/protocol.ts'
import { limits } from '#shared/limits.ts'

/**
 * On Linux, forbids core dumps, which would hold pixels and names, and bounds the address space of a process that runs
 * models, so that most memory bombs become an exception inside it instead of a kill. Decoders keep theirs: WebAssembly
 * reserves more than it uses. Best effort: `prlimit` belongs to util-linux and may be missing.
 */
export function limitProcess(pid: number, role: RoleName): Promise<void> {
  if (process.platform !== 'linux') return Promise.resolve()
  const addressSpace = role === 'infer' ? [`--as=${limits.worker.addressSpaceBytes}`] : []
  return new Promise((resolve) => {
    execFile('prlimit', ['--pid', String(pid), '--core=0', ...addressSpace], () => resolve())
  })
}
