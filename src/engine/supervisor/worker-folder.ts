import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'firstlook-worker-'
let collected = false

/** An empty folder for a worker process to stand in, named after this process; what killed ones left is removed first. */
export function makeWorkerFolder(): string {
  if (!collected) collectWorkerFolders()
  collected = true
  return mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`))
}

export function removeWorkerFolder(path: string): void {
  rmSync(path, { recursive: true, force: true })
}

/** Removes this user's worker folders whose program was killed before it could. */
function collectWorkerFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1]
    const path = join(tmpdir(), name)
    if (pid !== undefined && !isAlive(Number(pid)) && isOwn(path)) removeWorkerFolder(path)
  }
}

const isOwn = (path: string): boolean => {
  const found = lstatSync(path, { throwIfNoEntry: false })
  return found !== undefined && found.uid === (process.getuid?.() ?? found.uid)
}

/** Whether a process has that number; one that we may not ask is somebody else's. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}
