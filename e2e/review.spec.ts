import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type RunningApp, test } from './firstlook.ts'

type Dialogs = { dialog: { showSaveDialog: unknown } }
type Row = { studyId: number; patientId: string; group?: string; reasons: unknown[]; level?: string; verdict?: string }
type Detail = {
  images: { id: number; analyses: unknown[] }[]
  readings: {
    id: number
    reader: string
    verdict: string
    durationMs: number
    comment: string
    marks: { action: string; label: string; findingId?: number; box?: number[] }[]
  }[]
}
const shown = { timeout: 30_000 }

async function samplesIn(app: RunningApp): Promise<Row[]> {
  await app.call('intakeSamples')
  await expect.poll(async () => (await app.counts()).total, { timeout: 90_000 }).toBe(10)
  await app.settled()
  return rowsOf(app)
}

async function rowsOf(app: RunningApp): Promise<Row[]> {
  const list = { filter: {}, sort: { by: 'triage', descending: false }, limit: 50 }
  return ((await app.call('worklistList', list)) as { rows: Row[] }).rows
}

const flagged = (rows: Row[]) => rows.find(({ patientId }) => patientId === 'SYN-0007')?.studyId ?? 0

async function open(app: RunningApp, studyId: number): Promise<void> {
  await app.page.evaluate((id) => void (location.hash = `#/study/${id}`), studyId)
  await expect(app.page.locator('.picture').first()).toHaveAttribute('data-drawn', /\d+\/1/, shown)
}

test('boxes are accepted, rejected, corrected, added and taken back, by keys and by the mouse', async ({ app }) => {
  test.setTimeout(240_000)
  const { page } = app
  await app.enter('Ada')
  const rows = await samplesIn(app)
  const studyId = flagged(rows)
  await page.reload()
  await open(app, studyId)
  const finding = (label: string) =>
    page.locator('.finding', { has: page.getByRole('button', { name: new RegExp(`^${label}`) }) })
  const box = (label: string) => page.locator('.box', { hasText: label })

  // By keys: a box that has the focus is accepted, moved with the arrows, and each deed is taken back.
  await box('left-lung').first().focus()
  await page.keyboard.press('y')
  await expect(finding('left-lung')).toHaveClass(/finding-accept/)
  await box('left-lung').first().focus()
  await page.keyboard.press('d')
  await expect(finding('left-lung')).toHaveClass(/finding-reject/)
  await page.keyboard.press('u')
  await expect(finding('left-lung')).toHaveClass(/finding-accept/)
  await page.keyboard.press('u')
  await expect(finding('left-lung')).toHaveClass(/finding-open/)
  await box('right-lung').first().focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(finding('right-lung')).toHaveClass(/finding-correct/)
  await page.keyboard.press('Shift+L')
  await expect(finding('right-lung')).toHaveCount(0)
  await page.keyboard.press('u')
  await expect(finding('right-lung')).toHaveClass(/finding-correct/)
  await page.keyboard.press('Shift+B')
  await expect(page.locator('.finding-add')).toHaveCount(1)
  await page.keyboard.press('u')
  await expect(page.locator('.finding-add')).toHaveCount(0)

  // By the mouse: reject in the list, drag a box, draw one.
  await finding('left-lung').getByRole('button', { name: 'Reject' }).click()
  await expect(finding('left-lung')).toHaveClass(/finding-reject/)
  const dragged = await box('cardiomediastinum').first().locator('text').boundingBox()
  if (!dragged) throw new Error('Expected a box on the image; came none.')
  // By its label; inside a box that is not chosen, the window is dragged as beside it.
  await page.mouse.move(dragged.x + dragged.width / 2, dragged.y + dragged.height / 2)
  await page.mouse.down()
  await page.mouse.move(dragged.x + dragged.width / 2 + 15, dragged.y + dragged.height / 2 + 10, { steps: 4 })
  await page.mouse.up()
  await expect(finding('cardiomediastinum')).toHaveClass(/finding-correct/)
  await page.keyboard.press('b')
  const hand = await page.locator('.viewport .hand').first().boundingBox()
  if (!hand) throw new Error('Expected a viewport; came none.')
  await page.mouse.move(hand.x + 20, hand.y + hand.height - 140)
  await page.mouse.down()
  await page.mouse.move(hand.x + 90, hand.y + hand.height - 80, { steps: 4 })
  await page.mouse.up()
  await expect(page.locator('.finding-add')).toHaveCount(1)

  await page.keyboard.press('c')
  await page.keyboard.type('seen twice')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: /^Abnormal/ }).click()
  await expect(page.locator('.readings li')).toHaveCount(1, shown)
  const first = ((await app.call('studyGet', { studyId })) as Detail).readings
  expect(first).toMatchObject([{ reader: 'Ada', verdict: 'abnormal', comment: 'seen twice' }])
  expect(first[0]?.durationMs).toBeGreaterThan(0)
  expect(first[0]?.marks.map(({ action }) => action).toSorted()).toEqual(['add', 'correct', 'correct', 'reject'])

  // What was committed stays in sight, and the next reading goes on from it.
  await expect(finding('cardiomediastinum')).toHaveClass(/finding-correct/)
  await expect(page.locator('.finding-add')).toHaveCount(1)
  await expect(page.locator('textarea')).toHaveValue('seen twice')

  // A verdict alone, by one key; another reading takes its place and is taken back.
  await page.keyboard.press('n')
  await expect(page.getByText(/Ada: Normal/)).toBeVisible(shown)
  const second = ((await app.call('studyGet', { studyId })) as Detail).readings
  expect(second).toMatchObject([{ verdict: 'normal', comment: 'seen twice', marks: first[0]?.marks }])
  await page.keyboard.press('Control+z')
  await expect(page.getByText(/Ada: Normal/)).toHaveCount(0, shown)
  await expect(page.getByText(/Ada: Abnormal/)).toBeVisible(shown)
  await app.screenshot('review-marks')
})

test('the summary is a PDF that names no path and no account', async ({ app }) => {
  test.setTimeout(240_000)
  const { page } = app
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-summary-'))
  const path = join(folder, 'summary.pdf')
  await app.enter('Ada')
  const studyId = flagged(await samplesIn(app))
  await app.electron.evaluate(({ dialog }: Dialogs, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen })
  }, path)
  await page.reload()
  await open(app, studyId)
  await page.locator('.box', { hasText: 'opacity' }).first().focus()
  await page.keyboard.press('y')
  await page.keyboard.press('c')
  await page.locator('textarea').fill('A long remark that goes on and on. '.repeat(30))
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: /^Abnormal/ }).click()
  await expect(page.locator('.readings li')).toHaveCount(1, shown)
  await page.getByRole('button', { name: /^Summary/ }).click()
  await expect(page.getByText('The summary was saved.')).toBeVisible(shown)
  const pdf = readFileSync(path).toString('latin1')
  expect(pdf.startsWith('%PDF-')).toBe(true)
  // One page, with its key image.
  expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(1)
  for (const known of [app.dataDir, folder, process.env['HOME'], process.env['USER']]) {
    if (known !== undefined && known.length > 3) expect(pdf).not.toContain(known)
  }
  expect(pdf).not.toMatch(/\/Author|file:|\/tmp\//)
  if (process.env['FIRSTLOOK_KEEP'] === undefined) rmSync(folder, { recursive: true })
  else console.log(path)
})

test('unaided, nothing of a model or of another reader leaks until a reading is committed', async ({ app }) => {
  test.setTimeout(240_000)
  const { page } = app
  await app.enter('Bo')
  const rows = await samplesIn(app)
  const studyId = flagged(rows)
  const before = (await app.call('studyGet', { studyId })) as Detail
  const imageId = before.images[0]?.id ?? 0
  await app.call('readingStart', { studyId })
  await app.call('readingCommit', { studyId, verdict: 'normal', comment: 'Bo saw it', marks: [], role: 'reader' })
  await app.call('settingsSet', { key: 'unaidedFirst', value: true })
  await app.call('readerChoose', { name: 'Cem' })

  // The channels: whatever the window draws, there is nothing to draw.
  const hidden = await rowsOf(app)
  for (const row of hidden) expect([row.group, row.level, row.verdict]).toEqual([undefined, undefined, undefined])
  expect(JSON.stringify(hidden)).not.toMatch(/opacity|threshold|score|flagged|Bo saw/)
  const detail = (await app.call('studyGet', { studyId })) as Detail
  expect(detail.images.flatMap(({ analyses }) => analyses)).toEqual([])
  expect(detail.readings).toEqual([])
  for (const ask of [
    () => app.call('imageHeatmap', { imageId, modelId: 'cxr-opacity', label: 'opacity' }),
    () => app.call('imageNetworkView', { imageId, modelId: 'cxr-opacity' }),
  ]) {
    await expect(ask()).rejects.toThrow()
  }
  expect(((await app.call('discordanceList', { limit: 50 })) as { rows: unknown[] }).rows).toEqual([])
  const order = hidden.map((row) => row.studyId)
  expect((await rowsOf(app)).map((row) => row.studyId)).toEqual(order)
  expect(order).not.toEqual(rows.map((row) => row.studyId))

  // The window: words, tooltips, names for screen readers, title.
  const words = () =>
    page.evaluate(() => {
      const told = [...document.querySelectorAll('main *')].flatMap((element) =>
        ['title', 'aria-label', 'alt', 'class'].map((name) => element.getAttribute(name) ?? ''),
      )
      return [document.title, document.querySelector('main')?.textContent ?? '', ...told].join('\n')
    })
  const giveaway = /threshold|flagged|not.assessed|heatmap-controls|score-|cxr-|Bo:|Bo saw|discordan/i
  await page.reload()
  await expect(page.locator('.study-row').first()).toBeVisible(shown)
  expect(await words()).not.toMatch(giveaway)
  await open(app, studyId)
  for (const key of ['m', 'k', 'q', 'd', 'y', 'Shift+L']) await page.keyboard.press(key)
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(page.locator('.box')).toHaveCount(0)
  expect(await words()).not.toMatch(giveaway)
  await app.screenshot('unaided-study')
  await page.keyboard.press('n')
  await expect(page.getByText(/Bo: Normal/)).toBeVisible(shown)
})
