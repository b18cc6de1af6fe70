import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { researchNotice } from '#shared/notice.ts'
import { expect, type RunningApp, test } from './firstlook.ts'

type Dialogs = { dialog: { showOpenDialog: unknown } }

const root = join(import.meta.dirname, '..')
const sizes = { small: [1280, 800], middle: [1920, 1080], large: [2560, 1440] } as const
const shown = { timeout: 30_000 }

/** What axe finds serious on the page as it is, and whether the notice stands on it. */
async function look(app: RunningApp, name: string): Promise<void> {
  const { page } = app
  if (process.env['FIRSTLOOK_SIZES'] !== undefined) await picturesOf(app, name)
  await expect.soft(page.locator('footer', { hasText: researchNotice }), `${name}: the notice`).toBeVisible()
  // German differs in its words alone, and a look takes seconds.
  if (process.env['FIRSTLOOK_SIZES'] !== undefined || name.startsWith('de-')) return
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const found = serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`)
  expect.soft(found, name).toEqual([])
}

async function picturesOf(app: RunningApp, name: string): Promise<void> {
  for (const size of (process.env['FIRSTLOOK_SIZES'] ?? '').split(',') as (keyof typeof sizes)[]) {
    const [width, height] = sizes[size]
    await app.page.setViewportSize({ width, height })
    await app.page.waitForTimeout(250)
    await app.screenshot(`look-${size}-${name}`)
  }
}

const go = (page: Page, hash: string) => page.evaluate((to) => void (location.hash = to), `#/${hash}`)

/** Chooses this file in the next dialogs that ask for one. */
const chooses = (app: RunningApp, path: string) =>
  app.electron.evaluate(({ dialog }: Dialogs, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)

async function samplesIn(app: RunningApp): Promise<void> {
  await app.call('intakeSamples')
  await expect.poll(async () => (await app.counts()).total, { timeout: 90_000 }).toBe(10)
  await app.settled()
}

async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** Where two actions want one key, only one of them can be had. */
async function eachKeyOnce(page: Page): Promise<void> {
  const keys = await page.locator('.shortcut-sheet kbd').allTextContents()
  expect.soft(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
}

test('the start, the empty list and each screen without anything', async ({ app }) => {
  test.setTimeout(300_000)
  const { page } = app
  await expect(page.getByRole('dialog')).toBeVisible()
  await look(app, 'start-notice')
  await page.getByRole('button', { name: 'I understand and accept' }).click()
  await expect(page.getByLabel('Name or initials')).toBeVisible()
  await look(app, 'start-name')
  await page.getByLabel('Name or initials').fill('Ada')
  await page.keyboard.press('Enter')
  await expect(page.getByText('No studies yet')).toBeVisible()
  await look(app, 'empty-worklist')
  for (const screen of ['models', 'evaluation', 'audit', 'settings']) {
    await go(page, screen)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await look(app, `empty-${screen}`)
  }
})

for (const language of ['en', 'de'] as const) {
  const de = language === 'de'
  const on = (name: string) => `${language}-${name}`
  test(`every screen and dialog has the notice and nothing serious for axe: ${language}`, async ({ app }) => {
    test.setTimeout(600_000)
    const { page } = app
    await app.enter('Ada')
    await app.call('settingsSet', { key: 'language', value: language })
    await samplesIn(app)
    const folder = mkdtempSync(join(tmpdir(), 'firstlook-look-'))
    const labels = join(folder, 'labels.csv')
    const rows = [1, 2, 3, 4, 5, 6, 7].map((n) => `SYN-000${n},${n % 3 === 1 ? 'opacity' : 'normal'}`)
    writeFileSync(labels, ['patient_id,label', ...rows, 'NOBODY,normal', ''].join('\n'))
    await chooses(app, join(root, 'fixtures/broken'))
    await app.call('intakeChoose', { what: 'folder' })
    await app.settled()
    await page.reload()

    const counted = page.locator('.group-counts output')
    await expect(counted).toBeVisible(shown)
    await expect(page.locator('.study-row').first()).toBeVisible()
    await page.keyboard.press('j')
    await look(app, on('worklist'))
    await page.keyboard.press('f')
    await look(app, on('filters'))
    await page.keyboard.press('f')
    await page.keyboard.press('i')
    await look(app, on('jobs'))
    await page
      .getByRole('button', { name: de ? 'Abgelehnt, gescheitert' : 'Refused, failed' })
      .first()
      .click()
    await expect(page.getByRole('dialog').locator('tbody tr').first()).toBeVisible()
    await look(app, on('refused'))
    await closeDialog(page)
    await page.keyboard.press('i')
    await page.keyboard.press('d')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look(app, on('discordance-empty'))
    await closeDialog(page)
    await page.keyboard.press('Delete')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look(app, on('delete'))
    await closeDialog(page)
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await eachKeyOnce(page)
    await look(app, on('keys-worklist'))
    await closeDialog(page)
    await page.keyboard.press('Control+e')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look(app, on('export'))
    await closeDialog(page)
    await page.keyboard.press('Control+r')
    await expect(page.getByRole('dialog')).toBeVisible()
    await look(app, on('reader'))
    await closeDialog(page)

    const list = { filter: {}, sort: { by: 'patient', descending: false }, limit: 50 }
    const { rows: studies } = (await app.call('worklistList', list)) as {
      rows: { studyId: number; patientId: string; group: string }[]
    }
    const study = studies.findLast(({ patientId }) => patientId === 'SYN-0007')?.studyId ?? 1
    await go(page, `study/${study}`)
    await expect(page.locator('.picture').first()).toHaveAttribute('data-drawn', /\d+\/1/, shown)
    await look(app, on('study'))
    await page.keyboard.press('v')
    await page.keyboard.press('m')
    await expect(page.locator('.heatmap')).toBeVisible(shown)
    await look(app, on('study-prior-heatmap'))
    await page.keyboard.press('k')
    await expect(page.locator('.seen-by-network .tensor')).toBeVisible(shown)
    await look(app, on('network'))
    await closeDialog(page)
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog')).toBeVisible()
    await eachKeyOnce(page)
    await look(app, on('keys-study'))
    await closeDialog(page)
    await page.keyboard.press('n')
    await expect(page.locator('.readings li').first()).toBeVisible(shown)
    await look(app, on('study-read'))
    // The broken files' study is shown with what is wrong where the image would be.
    const isDamaged = ({ patientId, group }: (typeof studies)[number]) => patientId === '' && group === 'not-assessed'
    const damaged = studies.find(isDamaged)?.studyId
    if (damaged !== undefined) {
      await go(page, `study/${damaged}`)
      await expect(page.locator('.viewport').first()).toBeVisible(shown)
      await page.waitForTimeout(800)
      await look(app, on('study-damaged'))
    }
    await go(page, 'worklist')
    await expect(page.locator('.study-row').first()).toBeVisible(shown)
    await page.keyboard.press('d')
    await expect(page.getByRole('dialog').locator('tbody tr').first()).toBeVisible()
    await look(app, on('discordance'))
    await closeDialog(page)

    await go(page, 'models')
    await page
      .getByRole('button', { name: de ? 'Karte und Einzelheiten' : 'Card and details' })
      .first()
      .click()
    await page.waitForTimeout(400)
    await look(app, on('models'))
    await chooses(app, join(root, 'fixtures/models/generic/model.onnx'))
    await page.keyboard.press('a')
    await expect(page.getByText('input.layout')).toBeVisible(shown)
    await look(app, on('add-model'))
    await page.keyboard.press('Escape')

    await chooses(app, labels)
    await go(page, 'evaluation')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible(shown)
    await expect(page.getByRole('tab').first()).toBeVisible(shown)
    await page.keyboard.press('i')
    await expect(page.getByRole('dialog')).toBeVisible(shown)
    await look(app, on('reference'))
    const chosen = (await app.call('referenceChoose')) as { token: string; suggested: object }
    await app.call('referenceImport', { token: chosen.token, name: 'labels', mapping: chosen.suggested })
    await page.reload()
    await expect(page.getByRole('tab').first()).toBeVisible(shown)
    await page.getByLabel(de ? 'Einheit der Auswertung' : 'Unit of analysis').selectOption('patient')
    await page.keyboard.press('e')
    await expect(page.locator('svg.recharts-surface').first()).toBeVisible(shown)
    await look(app, on('evaluation-1'))
    for (const view of [2, 3, 4, 5, 6, 7]) {
      await page.keyboard.press(String(view))
      await page.waitForTimeout(400)
      await look(app, on(`evaluation-${view}`))
    }
    for (const screen of ['audit', 'settings']) {
      await go(page, screen)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await page.waitForTimeout(400)
      await look(app, on(screen))
    }
    await app.call('settingsSet', { key: 'unaidedFirst', value: true })
    await page.reload()
    await go(page, 'worklist')
    await expect(page.locator('.study-row').first()).toBeVisible(shown)
    await look(app, on('unaided-worklist'))
    const unread = studies.findLast(({ patientId }) => patientId === 'SYN-0004')?.studyId ?? 1
    await go(page, `study/${unread}`)
    await expect(page.locator('.picture').first()).toHaveAttribute('data-drawn', /\d+\/1/, shown)
    await look(app, on('unaided-study'))
    rmSync(folder, { recursive: true })
  })
}
