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
  /** A picture for a person to look at, in e2e/screenshots. */
  screenshot(name: string): Promise<void>
}

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
    screenshot: async (name) => {
      await page.screenshot({ path: join(import.meta.dirname, 'screenshots', `${name}.png`) })
    },
  }
}
