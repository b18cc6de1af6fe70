import { expect, test } from './firstlook.ts'

test('a sample study is opened, its image seen, judged and left for the next', async ({ app }) => {
  test.setTimeout(180_000)
  const { page } = app
  await app.enter('Reader One')
  await page.getByRole('button', { name: 'Try the sample studies' }).click()
  await expect.poll(async () => (await app.counts()).total, { timeout: 60_000 }).toBe(10)
  await app.settled()
  await app.screenshot('reading-worklist')

  await page.reload()
  await expect(page.getByText('Synthetic, Phantom 0007')).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await app.screenshot('reading-opening')
  const picture = page.getByRole('img', { name: 'Image 1' })
  await expect(picture).toHaveAttribute('data-drawn', /\d+\/1/, { timeout: 20_000 })
  await app.screenshot('reading-study')

  await page.keyboard.press('a')
  await expect(page.getByText('Reader One: Abnormal')).toBeVisible()
  await app.screenshot('reading-verdict')
  const { read, unread, total } = await app.counts()
  expect([read, unread + read]).toEqual([1, total])
})
