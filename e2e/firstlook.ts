import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test'

const root = join(import.meta.dirname, '..')

/** The built app, running. */
export type RunningApp = {
  readonly electron: ElectronApplication
  readonly page: Page
  readonly dataDir: string
  /** Closes this start; the data folder stays for another. */
  close(): Promise<void>
  /** Accepts the notice and chooses a name, by the channels that the window uses for it. */
  enter(reader: string): Promise<void>
  /** Asks a channel by its function's name; an answer that is a failure is thrown. */
  call(name: string, input?: unknown): Promise<unknown>
  /** How many studies stand where. */
  counts(): Promise<Counts>
  /** Waits until no job runs. */
  settled(): Promise<void>
  /** A picture for a person to look at, in e2e/screenshots. */
  screenshot(name: string): Promise<void>
}

type Counts = Readonly<Record<'total' | 'read' | 'unread' | 'flagged' | 'notAssessed' | 'notFlagged', number>>

/** What the preload hangs on the page. */
type Letterbox = { readonly firstlook: Readonly<Record<string, (input?: unknown) => Promise<unknown>>> }

type Launch = (options?: {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}) => Promise<RunningApp>

type Fixtures = {
  /** A data folder that no start has used before; it goes away after the test. */
  readonly dataDir: string
  /** Starts the app on the test's data folder, as often as wanted, one after the other. */
  readonly launch: Launch
  /** One start of the app. */
  readonly app: RunningApp
  /** What the page reported: errors of scripts and of the policy. Empty at the end of every test that does not say otherwise. */
  readonly complaints: string[]
}

/** Playwright's test, with the built app of Firstlook on a fresh data folder. */
export const test = base.extend<Fixtures>({
  // Playwright reads the fixtures that one needs from its first parameter.
  // oxlint-disable-next-line no-empty-pattern
  dataDir: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'firstlook-e2e-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  // oxlint-disable-next-line no-empty-pattern
  complaints: async ({}, use) => use([]),
  launch: async ({ dataDir, complaints }, use) => {
    const running: RunningApp[] = []
    await use(async ({ args = [], env = {} } = {}) => {
      const app = await launchApp(dataDir, args, env, complaints)
      running.push(app)
      return app
    })
    for (const app of running) await app.close()
  },
  app: async ({ launch, complaints }, use) => {
    await use(await launch())
    base.expect(complaints, 'what the page reported').toEqual([])
  },
})

export { expect } from '@playwright/test'

async function launchApp(
  dataDir: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  complaints: string[],
): Promise<RunningApp> {
  const electron = await _electron.launch({
    args: [root, `--data-dir=${dataDir}`, ...args],
    env: { ...(process.env as Record<string, string>), LANG: 'en_US.UTF-8', ...env },
  })
  const page = await electron.firstWindow()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  // A window is there before its page is.
  await page.waitForURL(/index\.html/)
  const call = async (name: string, input?: unknown): Promise<unknown> => {
    const ask = ([channel, argument]: [string, unknown]) =>
      (globalThis as unknown as Letterbox).firstlook[channel]?.(argument)
    const reply = (await page.evaluate(ask, [name, input] as [string, unknown])) as { ok: boolean; value?: unknown }
    if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply)}`)
    return reply.value
  }
  let closed = false
  return {
    electron,
    page,
    dataDir,
    close: async () => {
      if (closed) return
      closed = true
      await electron.close()
    },
    call,
    enter: async (reader) => {
      await call('appAcceptNotice')
      await call('readerChoose', { name: reader })
      await page.reload()
    },
    counts: async () => {
      const request = { filter: {}, sort: { by: 'triage', descending: false }, limit: 1 }
      return ((await call('worklistList', request)) as { counts: Counts }).counts
    },
    settled: () => {
      const running = async () =>
        ((await call('jobList')) as { state: string }[]).filter(({ state }) => state === 'running').length
      return base.expect.poll(running, { timeout: 120_000 }).toBe(0)
    },
    screenshot: async (name) => {
      await page.screenshot({ path: join(import.meta.dirname, 'screenshots', `${name}.png`) })
    },
  }
}
