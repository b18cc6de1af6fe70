import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findChromium } from './chromium/find-chromium.ts'
import { chooseRuntime, hasDisplay } from './choose-runtime.ts'
import { fetchElectron, findElectron } from './find-electron.ts'
import { isStale } from './is-stale.ts'

// `npm start`: builds if needed and opens the desktop app with what this machine has.
const root = join(import.meta.dirname, '../..')
const display = hasDisplay()
const electron = findElectron(root) ?? (display ? fetchElectron(root) : undefined)
const runtime = chooseRuntime({ electron, chromium: findChromium(), display })
if (runtime.kind === 'none') {
  process.stderr.write(`${runtime.why}\n`)
  process.exit(1)
}

if (existsSync(join(root, 'src')) && isStale(root)) {
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js')
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
const args = [...sandbox, root, ...process.argv.slice(2)]
const child =
  runtime.kind === 'electron' && electron !== undefined
    ? spawn(electron, args, { stdio: 'inherit' })
    : spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
        stdio: 'inherit',
        env: { ...process.env, FIRSTLOOK_WINDOW: 'visible' },
      })
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
