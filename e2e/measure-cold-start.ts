import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron } from '@playwright/test'
import { findElectron } from './electron-stand-in/find-electron.ts'

// `node e2e/measure-cold-start.ts [runs]`: from the start of the process to a worklist that can be used, beside a start of a
// page that does nothing, in turn. The data folder is new each time, and its notice accepted by an earlier start.
const root = join(import.meta.dirname, '..')
const bare = join(import.meta.dirname, 'electron-stand-in/specs/app')
if (findElectron(root) === undefined) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= join(import.meta.dirname, 'electron-stand-in')
}

type Page = Awaited<ReturnType<Awaited<ReturnType<typeof _electron.launch>>['firstWindow']>>

async function timeStart(args: readonly string[], usable: (page: Page) => Promise<unknown>): Promise<number> {
  const started = performance.now()
  const electron = await _electron.launch({ args: [...args] })
  const page = await electron.firstWindow()
  await usable(page)
  const elapsedMs = performance.now() - started
  await electron.close()
  return elapsedMs
}

const list = (page: Page) => page.getByText('No studies yet').waitFor()
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

const folder = mkdtempSync(join(tmpdir(), 'firstlook-cold-'))
const own = [root, `--data-dir=${folder}`]
await timeStart(own, async (page) => {
  await list(page)
  await page.getByRole('button', { name: 'I understand and accept' }).click()
  await page.getByRole('textbox', { name: 'Name or initials' }).fill('Reader One')
  await page.getByRole('button', { name: 'Begin' }).click()
})
const times: { readonly app: number[]; readonly bare: number[] } = { app: [], bare: [] }
for (let i = 0; i < Number(process.argv[2] ?? 5); i += 1) {
  times.app.push(await timeStart(own, list))
  times.bare.push(await timeStart([bare, `--folder=${folder}/bare`], (page) => page.getByRole('heading').waitFor()))
}
rmSync(folder, { recursive: true, force: true })
const [app, page] = [median(times.app), median(times.bare)]
console.log(
  `worklist usable after ${Math.round(app)} ms, bare page after ${Math.round(page)} ms: ratio ${(app / page).toFixed(2)}`,
)
console.log(`spread ${Math.round(Math.min(...times.app))}–${Math.round(Math.max(...times.app))} ms`)
