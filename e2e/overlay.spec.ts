import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { writeChestPhantom } from '#fixtures/write-chest-phantom.ts'
import { expect, test } from './firstlook.ts'

/** A square of 64 by 64 pixels, all set, from row and column 101. */
const overlay = [
  { tag: 0x60000010, vr: 'US', value: 64 },
  { tag: 0x60000011, vr: 'US', value: 64 },
  { tag: 0x60000040, vr: 'CS', value: 'G' },
  { tag: 0x60000050, vr: 'SS', value: [101, 101] },
  { tag: 0x60000100, vr: 'US', value: 1 },
  { tag: 0x60000102, vr: 'US', value: 0 },
  { tag: 0x60003000, vr: 'OW', value: new Uint8Array(512).fill(0xff) },
] as const

/** Pixels of the picture in the overlay's colour, and where their middle lies, as parts of the canvas. */
const yellow = (page: Page) =>
  page.getByRole('img', { name: 'Image 1' }).evaluate((element) => {
    const canvas = element as unknown as { width: number; height: number; getContext(kind: '2d'): unknown }
    const context = canvas.getContext('2d') as {
      getImageData(x: number, y: number, w: number, h: number): { data: Uint8ClampedArray }
    }
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    let count = 0
    for (let i = 0; i < data.length; i += 4) if (data[i] === 255 && (data[i + 2] ?? 255) < 100) count++
    return count
  })

test('a file’s overlay lies on its picture, follows it, and can be hidden', async ({ launch }) => {
  test.setTimeout(120_000)
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-overlay-'))
  writeFileSync(join(folder, 'overlay.dcm'), writeChestPhantom({ seed: 5, extra: overlay }))
  const app = await launch({ args: [join(folder, 'overlay.dcm')] })
  const { page } = app
  await app.enter('Reader One')
  await expect.poll(async () => (await app.counts()).total, { timeout: 60_000 }).toBe(1)
  await app.settled()
  const list = { filter: {}, sort: { by: 'patient', descending: false }, limit: 5 }
  const { rows } = (await app.call('worklistList', list)) as { rows: { studyId: number }[] }
  await page.goto(`${page.url().split('#')[0]}#/study/${rows[0]?.studyId}`)
  await expect(page.getByRole('img', { name: 'Image 1' })).toHaveAttribute('data-drawn', /\d+\/1/, { timeout: 30_000 })
  await expect.poll(() => yellow(page)).toBeGreaterThan(100)
  await app.screenshot('overlay')
  const whole = await yellow(page)
  await page.keyboard.press('1')
  await expect.poll(() => yellow(page)).not.toBe(whole)
  await page.keyboard.press('0')
  await page.keyboard.press('o')
  await expect.poll(() => yellow(page)).toBeGreaterThan(100)
  await page.getByRole('button', { name: /File overlay/ }).click()
  await expect.poll(() => yellow(page)).toBe(0)
  await page.keyboard.press('3')
  await expect.poll(() => yellow(page)).toBeGreaterThan(100)
  rmSync(folder, { recursive: true })
})
