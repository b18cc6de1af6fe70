/**
 * The reading room in Chromium: a scroll of five seconds through the worklist beside one through a bare list of as many
 * lines, and the display-size preview after a click beside the bare transfer of its bytes, in the same run.
 * `node e2e/measure-reading-room.ts DATA_FOLDER` (made by `node bench/worklist.ts 100000 DATA_FOLDER`).
 */
import { join } from 'node:path'
import { _electron, type Page } from '@playwright/test'
import { findElectron } from './electron-stand-in/find-electron.ts'

const root = join(import.meta.dirname, '..')
if (findElectron(root) === undefined) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= join(import.meta.dirname, 'electron-stand-in')
}
const [dataDir] = process.argv.slice(2)
if (dataDir === undefined) throw new Error('Expected a data folder.')

type Frames = { readonly frames: number; readonly median: number; readonly longest: number; readonly over50: number }

/** Scrolls an element for five seconds, a step each frame, and times the frames. */
function scroll(page: Page, selector: string): Promise<Frames> {
  return page.evaluate(async (wanted) => {
    const element = document.querySelector(wanted) as HTMLElement
    const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const times: number[] = []
    const begun = await next()
    for (let last = begun; last - begun < 5_000;) {
      element.scrollTop += 90
      const now = await next()
      times.push(now - last)
      last = now
    }
    const sorted = times.toSorted((a, b) => a - b)
    return {
      frames: times.length,
      median: sorted[sorted.length >> 1] ?? 0,
      longest: sorted.at(-1) ?? 0,
      over50: times.filter((time) => time > 50).length,
    }
  }, selector)
}

const electron = await _electron.launch({
  args: [root, `--data-dir=${dataDir}`],
  env: { ...(process.env as Record<string, string>), LANG: 'en_US.UTF-8' },
})
const page = await electron.firstWindow()
await page.waitForURL(/index\.html/)
await page.evaluate(async () => {
  const { firstlook } = globalThis as unknown as { firstlook: Record<string, (input?: unknown) => Promise<unknown>> }
  await firstlook['appAcceptNotice']?.()
  await firstlook['readerChoose']?.({ name: 'Bench' })
})
await page.reload()
await page.locator('.study-row').first().waitFor({ timeout: 60_000 })
const lines = await page.locator('.study-list').getAttribute('aria-rowcount')
await page.evaluate((count) => {
  const bare = Object.assign(document.createElement('div'), { id: 'bare' })
  Object.assign(bare.style, { position: 'fixed', inset: '0', overflow: 'auto', zIndex: '9', background: '#000' })
  const tall = document.createElement('div')
  tall.style.height = `${Number(count) * 46}px`
  tall.textContent = 'bare'
  bare.append(tall)
  document.body.append(bare)
}, lines)
const bare = await scroll(page, '#bare')
await page.evaluate(() => document.querySelector('#bare')?.remove())
const list = await scroll(page, '.study-list')
const word = ({ frames, median, longest, over50 }: Frames) =>
  `${frames} frames, median ${median.toFixed(1)} ms, longest ${longest.toFixed(1)} ms, ${over50} over 50 ms`
console.log(`bare list of ${lines} lines: ${word(bare)}`)
console.log(`worklist of ${lines} lines: ${word(list)}; ${(list.median / bare.median).toFixed(2)} × the bare median`)
await electron.close()
