import { expect, test } from './firstlook.ts'
import type { Page } from '@playwright/test'

/** An import on a machine that has other work. */
const patient = { timeout: 90_000 }
const notice = 'For research use only. Not a medical device. Not for diagnostic use.'

/** Whether the notice stands on the page; what axe says of each screen is looked at where all of them are walked. */
const look = (page: Page) => expect(page.locator('footer', { hasText: notice })).toBeVisible()

/** Accepts the notice and names the reader, as at a first start. */
async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'I understand and accept' }).click()
  await page.getByLabel('Name or initials').fill('Ada')
  await page.getByRole('button', { name: 'Begin' }).click()
}

test('a first start asks for consent and a name, then teaches how to get studies', async ({ app }) => {
  const { page } = app
  await expect(page.getByRole('dialog')).toContainText(notice)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toContainText(notice)
  await look(page)
  await begin(page)
  await expect(page.getByRole('button', { name: 'Try the sample studies' })).toBeVisible()
  await expect(page.getByText('0 unread + 0 read = 0')).toBeVisible()
  await look(page)
})

test('every screen keeps the policy and the notice, in both languages', async ({ app }) => {
  test.setTimeout(300_000)
  const { page } = app
  await begin(page)
  await page.getByRole('button', { name: 'Try the sample studies' }).click()
  await expect(page.locator('.job-row').getByText('done', { exact: true })).toBeVisible(patient)
  await expect(page.getByText('10 unread + 0 read = 10')).toBeVisible()
  const headings = page.locator('.group-heading')
  await expect(headings).toHaveText([/^ *Flagged 3/, /^ *Not assessed 1/, /^ *Not flagged 6/])
  // Every row is as high as the others, also after an order was taken anew under a selection.
  await page.keyboard.press('j')
  await page.keyboard.press('r')
  await expect(page.locator('.study-row.selected')).toHaveCount(1)
  const heights = await page.locator('.study-row').evaluateAll((rows) => rows.map((row) => row.clientHeight))
  expect(new Set(heights).size).toBe(1)
  await app.screenshot('worklist')
  await look(page)

  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
  await look(page)
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+2')
  await page.getByRole('button', { name: 'Card and details' }).first().click()
  await expect(page.getByText('cxr-opacity', { exact: false }).first()).toBeVisible()
  await app.screenshot('models')
  await look(page)

  await page.keyboard.press('Control+3')
  await page.getByRole('button', { name: 'Evaluate', exact: true }).click()
  await expect(page.getByText('No case has both a score and a reference.', { exact: false })).toBeVisible()
  await app.screenshot('evaluation')
  await look(page)

  await page.keyboard.press('Control+4')
  await page.getByRole('button', { name: 'Verify the chain' }).click()
  await expect(page.getByText(/Intact: \d+ records/)).toBeVisible()
  await app.screenshot('audit')
  await look(page)

  await page.keyboard.press('Control+5')
  await page.getByLabel('Language').selectOption('de')
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible()
  await app.screenshot('settings-german')
  await look(page)
})

test('unaided reading takes everything of the model off the list', async ({ app }) => {
  test.setTimeout(300_000)
  const { page } = app
  await begin(page)
  await page.getByRole('button', { name: 'Try the sample studies' }).click()
  await expect(page.locator('.job-row').getByText('done', { exact: true })).toBeVisible(patient)
  await expect(page.getByText('10 unread + 0 read = 10')).toBeVisible()
  // A selected study holds the list where it is; even so nothing of what was shown may stay.
  await page.keyboard.press('j')
  await expect(page.locator('.study-row.selected')).toHaveCount(1)
  await page.keyboard.press('Control+5')
  await page.getByRole('switch', { name: 'Read unaided first' }).click()
  await page.keyboard.press('Control+1')
  await expect(page.getByText('Random order of unaided reading')).toBeVisible()
  await expect(page.getByText('10 unread + 0 read = 10')).toBeVisible()
  await expect(page.locator('.study-row')).toHaveCount(10)
  await expect(page.locator('.group-heading, .group-mark, .row-flagged, .chip-warning')).toHaveCount(0)
  await expect(page.getByText(/opacity|threshold|flagged|assessed/i)).toHaveCount(0)
  await app.screenshot('unaided')
  await look(page)
})
