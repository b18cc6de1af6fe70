/**
 * The reading room in Chromium, each figure beside something bare in the same run: a scroll of five seconds through the
 * worklist beside one through an empty list as tall; the display-size picture and the whole one after the click on a study
 * of 2,000 × 2,000 beside the bare transfer of its samples by the same scheme; a drag of window and level beside the frames
 * of a page at rest. `node e2e/measure-reading-room.ts DATA_FOLDER` (made by `node bench/worklist.ts 100000 DATA_FOLDER`).
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from '@playwright/test'
import { drawChestPhantom } from '#fixtures/draw-chest-phantom.ts'
import { syntheticIdentity } from '#fixtures/synthetic-identity.ts'
import { writeRadiograph } from '#fixtures/write-chest-phantom.ts'
import { findElectron } from './electron-stand-in/find-electron.ts'

const root = join(import.meta.dirname, '..')
if (findElectron(root) === undefined) {
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= join(import.meta.dirname, 'electron-stand-in')
}
const [listFolder] = process.argv.slice(2)
if (listFolder === undefined) throw new Error('Expected a data folder.')
const scratch = mkdtempSync(join(tmpdir(), 'firstlook-measure-'))
/** Opened one after the other: what was opened once is held. */
const opened = 8
const side = 2_000

type Frames = { readonly frames: number; readonly median: number; readonly longest: number; readonly over50: number }
type Letterbox = Readonly<Record<string, (input?: unknown) => Promise<{ readonly value: unknown }>>>

const word = ({ frames, median, longest, over50 }: Frames) =>
  `${frames} frames, median ${median.toFixed(1)} ms, longest ${longest.toFixed(1)} ms, ${over50} over 50 ms`

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** Times the frames of some seconds in which an element is scrolled a step each frame, or, without one, nothing is. */
function frames(page: Page, seconds: number, selector: string | undefined): Promise<Frames> {
  return page.evaluate(
    async ([wanted, span]) => {
      const element = wanted === undefined ? undefined : document.querySelector(wanted)
      const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
      const times: number[] = []
      const begun = await next()
      for (let last = begun; last - begun < span * 1_000;) {
        if (element) element.scrollTop += 90
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
    },
    [selector, seconds] as const,
  )
}

async function start(dataDir: string): Promise<{ readonly electron: ElectronApplication; readonly page: Page }> {
  const electron = await _electron.launch({
    args: [root, `--data-dir=${dataDir}`],
    env: { ...(process.env as Record<string, string>), LANG: 'en_US.UTF-8' },
  })
  const page = await electron.firstWindow()
  await page.waitForURL(/index\.html/)
  await call(page, 'appAcceptNotice')
  await call(page, 'readerChoose', { name: 'Bench' })
  await page.reload()
  return { electron, page }
}

const call = (page: Page, name: string, input?: unknown): Promise<unknown> =>
  page.evaluate(
    async ([channel, argument]) => {
      const { firstlook } = globalThis as unknown as { firstlook: Letterbox }
      return (await firstlook[channel]?.(argument))?.value
    },
    [name, input] as const,
  )

async function measureScroll(dataDir: string): Promise<void> {
  const { electron, page } = await start(dataDir)
  await page.locator('.study-row').first().waitFor({ timeout: 60_000 })
  // What the start itself still does would be counted to the list.
  await page.waitForTimeout(3_000)
  const lines = await page.locator('.study-list').getAttribute('aria-rowcount')
  const words = await page.evaluate((count) => {
    const bare = Object.assign(document.createElement('div'), { id: 'bare' })
    Object.assign(bare.style, { position: 'fixed', inset: '0', overflow: 'auto', zIndex: '9', background: '#000' })
    const tall = document.createElement('div')
    tall.style.height = `${Number(count) * 46}px`
    bare.append(tall)
    document.body.append(bare)
    return `${Number(count) - 1} lines`
  }, lines)
  const bare = await frames(page, 5, '#bare')
  await page.evaluate(() => document.querySelector('#bare')?.remove())
  const list = await frames(page, 5, '.study-list')
  console.log(`bare list of ${words}: ${word(bare)}`)
  console.log(`worklist of ${words}: ${word(list)}; ${(list.median / bare.median).toFixed(2)} × the bare median`)
  await electron.close()
}

/** From the click that opens a study to its display-size picture, and to its pixels, drawn; and the bare transfer. */
async function timeOpening(page: Page, studyId: number) {
  await page.evaluate(() => void (location.hash = '#/worklist'))
  const row = page.locator(`#study-${studyId}`)
  await row.waitFor()
  await page.waitForTimeout(500)
  return row.evaluate(async (element) => {
    const next = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const until = async (isThere: () => boolean) => {
      while (!isThere()) await next()
      return performance.now()
    }
    const clicked = performance.now()
    element.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
    const drawn = () => document.querySelector('.picture[data-drawn]') !== null
    const preview = () =>
      [...document.querySelectorAll('img.preview')].some((one) => (one as HTMLImageElement).complete)
    const seen = await until(() => preview() || drawn())
    const whole = await until(drawn)
    const key = document.querySelector<HTMLElement>('.picture')?.dataset['drawn'] ?? ''
    const [imageId, frame] = key.split('/').map(Number)
    const { firstlook } = globalThis as unknown as { firstlook: Letterbox }
    const reply = (await firstlook['imageFrame']?.({ imageId, frame }))?.value as { asset: string }
    const asked = performance.now()
    await (await fetch(reply.asset, { cache: 'no-store' })).arrayBuffer()
    return { seen: seen - clicked, whole: whole - clicked, bare: performance.now() - asked }
  })
}

async function measureOpening(): Promise<void> {
  const source = join(scratch, 'scans')
  mkdirSync(source)
  for (let i = 0; i < opened; i++) {
    const drawing = drawChestPhantom({ seed: 40 + i, rows: side, columns: side })
    writeFileSync(join(source, `${i}`), writeRadiograph(drawing, { identity: syntheticIdentity(700 + i, 'adult') }))
  }
  const { electron, page } = await start(join(scratch, 'data'))
  await electron.evaluate(({ dialog }: { dialog: { showOpenDialog: unknown } }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] })
  }, source)
  await call(page, 'intakeChoose', { what: 'folder' })
  for (let isRunning = true; isRunning;) {
    await page.waitForTimeout(1_000)
    isRunning = ((await call(page, 'jobList')) as { state: string }[]).some(({ state }) => state === 'running')
  }
  await page.keyboard.press('r')
  const list = { filter: {}, sort: { by: 'triage', descending: false }, limit: opened }
  const { rows } = (await call(page, 'worklistList', list)) as { rows: { studyId: number }[] }
  // Every other one: the study after an open one is decoded ahead, and would be told apart.
  const times: Awaited<ReturnType<typeof timeOpening>>[] = []
  for (const { studyId } of rows.filter((_, i) => i % 2 === 0)) times.push(await timeOpening(page, studyId))
  const [seen, whole, bare] = (['seen', 'whole', 'bare'] as const).map((key) => middle(times.map((one) => one[key])))
  const against = (value = 0) => `${value.toFixed(0)} ms, ${(value / (bare || 1)).toFixed(1)} × the bare transfer`
  console.log(`bare transfer of ${side} × ${side} samples of 16 bits: ${bare?.toFixed(0)} ms`)
  console.log(`a picture after the click: ${against(seen)}; every sample drawn: ${against(whole)}`)

  const rest = await frames(page, 2, undefined)
  const hand = await page.locator('.viewport .hand').first().boundingBox()
  if (!hand) throw new Error('Expected a viewport; came none.')
  await page.mouse.move(hand.x + hand.width / 2, hand.y + hand.height / 2)
  await page.mouse.down()
  const dragging = frames(page, 4, undefined)
  const begun = performance.now()
  for (let i = 0; performance.now() - begun < 4_000; i++) {
    await page.mouse.move(hand.x + hand.width / 2 + 90 * Math.sin(i / 9), hand.y + hand.height / 2 + (i % 120))
  }
  const drag = await dragging
  await page.mouse.up()
  console.log(`page at rest: ${word(rest)}`)
  console.log(`window and level dragged: ${word(drag)}; ${(drag.median / rest.median).toFixed(2)} × the median at rest`)
  await electron.close()
}

try {
  await measureScroll(listFolder)
  await measureOpening()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
