import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const dayMs = 24 * 60 * 60_000
const fetchMs = 120_000

/** The executable of the installed `electron` package; `undefined` when its binary was never fetched. */
export function findElectron(root: string): string | undefined {
  const folder = join(root, 'node_modules/electron')
  const named = join(folder, 'path.txt')
  if (!existsSync(named)) return undefined
  const executable = join(folder, 'dist', readFileSync(named, 'utf8'))
  return existsSync(executable) ? executable : undefined
}

/**
 * Lets the package fetch its binary. Many networks refuse that: it may take two minutes at most, and is not tried again
 * for a day after it failed.
 */
export function fetchElectron(root: string): string | undefined {
  const failed = join(root, 'node_modules/.cache/electron-not-reachable')
  const last = statSync(failed, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (Date.now() - last < dayMs) return undefined
  spawnSync(process.execPath, [join(root, 'node_modules/electron/install.js')], { stdio: 'ignore', timeout: fetchMs })
  const found = findElectron(root)
  if (found === undefined) {
    mkdirSync(dirname(failed), { recursive: true })
    writeFileSync(failed, '')
  }
  return found
}
