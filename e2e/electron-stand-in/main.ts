import { createRequire } from 'node:module'
import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findChromium } from './chromium/find-chromium.ts'
import { launchChromium } from './chromium/launch-chromium.ts'
import { readCommandLine } from './command-line.ts'
import { provideElectron } from './electron-module.ts'
import { app } from './shim/app.ts'
import { BrowserWindow } from './shim/browser-window.ts'
import { onTargetClosed, useChromium } from './shim/browser.ts'
import { WebContents } from './shim/web-contents.ts'

const commandLine = readCommandLine(process.argv.slice(2))
const binary = findChromium()
if (binary === undefined) {
  process.stderr.write('No Chromium or Chrome was found: install one, or name it in FIRSTLOOK_CHROMIUM.\n')
  process.exit(1)
}

// Chromium takes longest to start: it goes first, and the app's code loads meanwhile.
const visible = process.env['FIRSTLOOK_WINDOW'] === 'visible'
let ending = false
const chromium = launchChromium({
  binary,
  visible,
  debuggingPort: commandLine.debuggingPort,
  noSandbox: commandLine.noSandbox || process.getuid?.() === 0,
  onExit: () => {
    if (!ending) process.exit(1)
  },
})
const end = (): void => {
  ending = true
  chromium.end()
}
process.once('exit', end)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => app.quit())

useChromium(Promise.resolve(chromium), visible)
void onTargetClosed((targetId) => WebContents.fromDevToolsTargetId(targetId)?.destroyed())
app.on('stand-in-close-windows', () => {
  for (const window of BrowserWindow.getAllWindows()) window.close()
})

const root = resolve(commandLine.app)
const isFolder = statSync(root).isDirectory()
app.begin(isFolder ? root : resolve(root, '..'), async () => end())
provideElectron()

// The app sees the command line that Electron would show it: no stand-in between the program and its arguments.
process.argv.splice(1, 1)
const require = createRequire(import.meta.url)
Object.assign(globalThis, { require })
for (const path of commandLine.preloaded) require(path)

const entry = isFolder
  ? join(root, (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { main: string }).main)
  : root
await import(pathToFileURL(entry).href)
app.becomeReady()
