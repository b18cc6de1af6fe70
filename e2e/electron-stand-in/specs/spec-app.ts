import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test'

/** What the spec app keeps of what happened to it, and what its page can call. */
export type SpecGlobal = { readonly spec: { readonly log: unknown[] } }
export type SpecPage = {
  readonly ran?: boolean
  readonly spec: {
    invoke(channel: string, ...args: unknown[]): Promise<unknown>
    tell(value: unknown): void
    onTold(listener: (args: unknown[]) => void): void
    paths(files: File[]): Promise<string[]>
    readonly nested: { readonly list: readonly number[] }
  }
}

export const specAppFolder = join(import.meta.dirname, 'app')

/** Starts the spec app; the same under real Electron and the stand-in. */
export const test = base.extend<{ folder: string; electron: ElectronApplication; page: Page }>({
  // Playwright reads the fixtures that one needs from its first parameter.
  // oxlint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'stand-in-spec-'))
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },
  electron: async ({ folder }, use) => {
    const electron = await _electron.launch({ args: [specAppFolder, `--folder=${folder}`] })
    await use(electron)
    await electron.close()
  },
  page: async ({ electron }, use) => {
    const page = await electron.firstWindow()
    await page.waitForFunction(() => (globalThis as unknown as SpecPage).ran === true)
    await use(page)
  },
})

export { expect } from '@playwright/test'

/** What the app's main side noted so far. */
export const logOf = (electron: ElectronApplication): Promise<unknown[]> =>
  electron.evaluate(() => (globalThis as unknown as SpecGlobal).spec.log)
