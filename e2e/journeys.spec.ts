import { expect, test } from './firstlook.ts'

test('readers: two read unaided, the discordance waits for a third, who decides', async ({ app }) => {
  test.setTimeout(240_000)
  const { page } = app
  await app.enter('Ada')
  await app.call('intakeSamples')
  await expect.poll(async () => (await app.counts()).total, { timeout: 90_000 }).toBe(10)
  await app.settled()
  await app.call('settingsSet', { key: 'unaidedFirst', value: true })
  await page.reload()
  await expect(page.getByText('Synthetic, Phantom 0007')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/opacity 0/)).toHaveCount(0)

  const list = { filter: {}, sort: { by: 'patient', descending: false }, limit: 50 }
  const { rows } = (await app.call('worklistList', list)) as { rows: { studyId: number; patientId: string }[] }
  const study = rows.find(({ patientId }) => patientId === 'SYN-0007')
  await page.goto(`${page.url().split('#')[0]}#/study/${study?.studyId}`)
  await expect(page.getByRole('img', { name: 'Image 1' })).toHaveAttribute('data-drawn', /\d+\/1/, { timeout: 30_000 })
  await expect(page.getByText('Unaided:', { exact: false })).toBeVisible()
  await expect(page.getByRole('button', { name: /Move or resize/ })).toHaveCount(0)
  await expect(page.getByText('What the models found')).toHaveCount(0)
  await app.screenshot('journey-unaided')
  await page.keyboard.press('n')
  await expect(page.getByText(/Ada: Normal/)).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('What the models found')).toBeVisible()
  await app.screenshot('journey-revealed')

  await app.call('readerChoose', { name: 'Bo' })
  await page.reload()
  await expect(page.getByText('Unaided:', { exact: false })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/Ada: Normal/)).toHaveCount(0)
  await expect(page.getByRole('img', { name: 'Image 1' })).toHaveAttribute('data-drawn', /\d+\/1/, { timeout: 30_000 })
  await page.keyboard.press('a')
  await expect(page.getByText(/Bo: Abnormal/)).toBeVisible({ timeout: 20_000 })

  const { rows: waiting } = (await app.call('discordanceList', { limit: 50 })) as {
    rows: { studyId: number; kind: string; adjudicated: boolean }[]
  }
  expect(waiting.filter(({ studyId }) => studyId === study?.studyId).map(({ kind }) => kind)).toContain('reader-reader')

  await app.call('readerChoose', { name: 'Cem' })
  const decided = { studyId: study?.studyId, verdict: 'abnormal', comment: '', marks: [], role: 'adjudicator' }
  await app.call('readingCommit', decided)
  const after = (await app.call('discordanceList', { limit: 50 })) as {
    rows: { studyId: number; kind: string; adjudicated: boolean }[]
  }
  const open = after.rows.filter(
    ({ studyId, kind, adjudicated }) => studyId === study?.studyId && kind === 'reader-reader' && !adjudicated,
  )
  expect(open).toEqual([])
  const agreement = (await app.call('evaluationAgreement', {})) as {
    pairs: { a: string; b: string; n: number; agreement: number }[]
  }
  expect(agreement.pairs.find(({ a, b }) => a === 'Ada' && b === 'Bo')).toMatchObject({ n: 1, agreement: 0 })
})
