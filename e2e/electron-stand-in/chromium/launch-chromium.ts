import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { CdpConnection } from './cdp-connection.ts'

/** Nothing is fetched, nothing is reported, nothing is kept: what Electron's Chromium does without being asked. */
const switches = [
  '--remote-debugging-pipe',
  '--no-first-run',
  '--no-default-browser-check',
  '--no-service-autorun',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-component-update',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-search-engine-choice-screen',
  '--disable-sync',
  '--disable-hang-monitor',
  '--disable-ipc-flooding-protection',
  '--disable-popup-blocking',
  '--disable-back-forward-cache',
  '--disable-dev-shm-usage',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--metrics-recording-only',
  '--password-store=basic',
  '--use-mock-keychain',
  '--force-color-profile=srgb',
  '--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,MediaRouter,OptimizationHints,PaintHolding,ThirdPartyStoragePartitioning,Translate,NetworkTimeServiceQuerying,PreconnectToSearch,AimEnabled',
  '--enable-features=CDPScreenshotNewSurface,SkipListAccountsWithoutGaiaCookies',
]

/** Hosts of our own schemes are answered before they are looked up; nothing else has an address. */
const noHosts = '--host-resolver-rules=MAP * ~NOTFOUND'

const headless = ['--headless=new', '--disable-gpu', '--enable-unsafe-swiftshader', '--hide-scrollbars']

export type Chromium = { readonly cdp: CdpConnection; readonly end: () => void }

export type ChromiumOptions = {
  readonly binary: string
  readonly visible: boolean
  readonly debuggingPort: boolean
  readonly noSandbox: boolean
  /** Chromium ended by itself. */
  readonly onExit: () => void
}

/** Starts Chromium with an empty profile of its own, reached over a pipe that no other process can open. */
export function launchChromium({ binary, visible, debuggingPort, noSandbox, onExit }: ChromiumOptions): Chromium {
  const profile = mkdtempSync(join(tmpdir(), 'firstlook-window-'))
  const child = spawn(
    binary,
    [
      ...switches,
      noHosts,
      // On a screen, Chromium would tell the person of every switch that it does not expect.
      ...(visible ? ['--test-type', '--window-size=1440,900'] : [...headless, '--no-startup-window']),
      ...(debuggingPort ? ['--remote-debugging-port=0'] : []),
      ...(noSandbox ? ['--no-sandbox'] : []),
      `--user-data-dir=${profile}`,
      ...(visible ? ['--app=data:text/html,<title>Firstlook</title>'] : []),
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  )
  forwardAddress(child)
  const end = (): void => {
    child.kill('SIGKILL')
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  }
  child.once('exit', onExit)
  return { cdp: new CdpConnection(child.stdio[3] as Writable, child.stdio[4] as Readable), end }
}

/** Passes on the one line of Chromium that a test runner waits for; the rest is noise of a machine without a screen. */
function forwardAddress(child: ChildProcess): void {
  if (!child.stderr) return
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('DevTools listening on ')) process.stderr.write(`${line}\n`)
  })
}
