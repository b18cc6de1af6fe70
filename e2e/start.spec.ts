import { expect, test } from './firstlook.ts'
import { researchNotice } from '#shared/notice.ts'

test('a first start shows the notice, then the reader’s name is asked, then the worklist is there', async ({ app }) => {
  const { page } = app
  await expect(page.getByText(researchNotice).first()).toBeVisible()
  await app.screenshot('start-notice')
  await page.getByRole('button', { name: 'I understand and accept' }).click()
  await page.getByRole('textbox', { name: 'Name or initials' }).fill('Reader One')
  await page.getByRole('button', { name: 'Begin' }).click()
  await expect(page.getByText('No studies yet')).toBeVisible()
  await expect(page.getByText(researchNotice).first()).toBeVisible()
  await app.screenshot('start-worklist')
})

test('what was accepted and who reads is known at the next start', async ({ launch }) => {
  const first = await launch()
  await first.page.getByRole('button', { name: 'I understand and accept' }).click()
  await first.page.getByRole('textbox', { name: 'Name or initials' }).fill('Reader One')
  await first.page.getByRole('button', { name: 'Begin' }).click()
  await expect(first.page.getByText('No studies yet')).toBeVisible()
  await first.close()
  const second = await launch()
  await expect(second.page.getByText('No studies yet')).toBeVisible()
  await expect(second.page.getByRole('button', { name: /Reader One/ })).toBeVisible()
})

test('the sample studies come in, are analysed and stand in the list', async ({ app }) => {
  test.setTimeout(180_000)
  const { page } = app
  await app.enter('Reader One')
  await page.getByRole('button', { name: 'Try the sample studies' }).click()
  await expect.poll(() => app.counts().then(({ total }) => total), { timeout: 60_000 }).toBeGreaterThan(5)
  await app.settled()
  const { total, read, unread, flagged, notAssessed, notFlagged } = await app.counts()
  expect(read + unread).toBe(total)
  expect(flagged + notAssessed + notFlagged).toBe(total)
  await app.screenshot('start-samples')
})
