import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { drawChestPhantom } from '#fixtures/draw-chest-phantom.ts'
import { syntheticIdentity } from '#fixtures/synthetic-identity.ts'
import { writeChestPhantom, writeRadiograph } from '#fixtures/write-chest-phantom.ts'
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

test('masks lie on the image they were made of, in four viewports and in three', async ({ launch, dataDir }) => {
  test.setTimeout(180_000)
  const root = join(import.meta.dirname, '..')
  const said = ['input.scaling=zero-one', 'input.geometry=stretch', 'decoder.activation=softmax']
  const answers = said.flatMap((answer) => ['--answer', answer])
  const model = join(root, 'fixtures/models/segmentation')
  const added = ['models', 'add', model, ...answers, '--data-dir', dataDir]
  expect(spawnSync(process.execPath, [join(root, 'src/cli/firstlook.mjs'), ...added]).status).toBe(0)

  const folder = join(dataDir, 'scans')
  mkdirSync(folder)
  const drawing = drawChestPhantom({ seed: 3, rows: 256, columns: 224 })
  const breast = { ...syntheticIdentity(1, 'adult'), studyKey: 'breast' }
  const views = ['R CC', 'L CC', 'R MLO', 'L MLO'].map((view) => view.split(' ') as [string, string])
  for (const [i, [laterality, view]] of views.entries()) {
    const identity = { ...breast, seriesKey: `breast ${i}`, instanceKey: `breast ${i}` }
    const extra = [
      { tag: 0x00080060, vr: 'CS', value: 'MG' },
      { tag: 0x00180015, vr: 'CS', value: 'BREAST' },
      { tag: 0x00185101, vr: 'CS', value: view },
      { tag: 0x00200062, vr: 'CS', value: laterality },
      { tag: 0x00540220, vr: 'SQ', value: [] },
    ]
    writeFileSync(join(folder, `breast-${i}`), writeRadiograph(drawing, { identity, extra }))
  }
  const chest = syntheticIdentity(2, 'adult')
  const visits = [
    ['now', 'PA', '20240502'],
    ['now', 'LL', '20240502'],
    ['before', 'PA', '20230502'],
  ] as const
  for (const [i, [studyKey, viewPosition, studyDate]] of visits.entries()) {
    const identity = { ...chest, studyKey, seriesKey: `chest ${i}`, instanceKey: `chest ${i}`, studyDate }
    writeFileSync(join(folder, `chest-${i}`), writeRadiograph(drawing, { identity, viewPosition }))
  }

  const app = await launch({ args: [folder] })
  const { page } = app
  await app.enter('Reader One')
  await expect.poll(async () => (await app.counts()).total, { timeout: 60_000 }).toBe(3)
  await app.settled()
  const list = { filter: {}, sort: { by: 'patient', descending: false }, limit: 5 }
  type Row = { studyId: number; modality: string; images: number }
  const { rows } = (await app.call('worklistList', list)) as { rows: Row[] }
  const idOf = (wanted: (row: Row) => boolean) => rows.find(wanted)?.studyId
  const open = async (studyId: number | undefined, panes: number) => {
    await page.goto(`${page.url().split('#')[0]}#/study/${studyId}`)
    await expect(page.locator('.picture[data-drawn]')).toHaveCount(panes, { timeout: 30_000 })
  }

  await open(
    idOf(({ modality }) => modality === 'MG'),
    4,
  )
  const masks = page.locator('.mask')
  await expect(masks).toHaveCount(8)
  // Each lies within its own image's viewport, and goes where the image goes.
  const inside = await page.evaluate(() =>
    [...document.querySelectorAll('.viewport')].map((viewport) => {
      const around = viewport.getBoundingClientRect()
      return [...viewport.querySelectorAll('.mask path')].every((path) => {
        const { left, right, top, bottom } = path.getBoundingClientRect()
        const middle = [(left + right) / 2 - around.left, (top + bottom) / 2 - around.top] as const
        return middle[0] > 0 && middle[0] < around.width && middle[1] > 0 && middle[1] < around.height
      })
    }),
  )
  expect(inside).toEqual([true, true, true, true])
  await app.screenshot('four-viewports-masks')
  const first = masks.first().locator('path').first()
  const before = await first.boundingBox()
  await page.keyboard.press('1')
  await expect.poll(async () => (await first.boundingBox())?.width).not.toBeCloseTo(before?.width ?? 0, 0)
  await page.keyboard.press('0')
  await page.keyboard.press('q')
  await expect(masks).toHaveCount(0)
  await page.keyboard.press('q')
  await expect(masks).toHaveCount(8)

  await open(
    idOf(({ images }) => images === 2),
    3,
  )
  // Nothing is drawn on the prior.
  await expect(masks).toHaveCount(4)
  await expect(page.locator('.prior .mask')).toHaveCount(0)
  await app.screenshot('three-viewports-prior')
})
