import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './firstlook.ts'

const root = join(import.meta.dirname, '..')

test('files that are dropped on the window come in; a word that is no file does not', async ({ app, dataDir }) => {
  test.setTimeout(120_000)
  const { page } = app
  await app.enter('Ada')
  const sample = readFileSync(join(root, 'fixtures/samples/SYN-0001/IM0001.dcm'))
  const file = join(dataDir, 'dropped.dcm')
  writeFileSync(file, sample)
  // The browser alone can make a File that stands for a path: by a field that a person could have filled.
  await page.evaluate(() => {
    document.body.append(Object.assign(document.createElement('input'), { type: 'file', id: 'from-outside' }))
  })
  await page.locator('#from-outside').setInputFiles(file)
  const drag = (name: string) =>
    page.evaluate((type) => {
      const data = new DataTransfer()
      const field = document.querySelector<HTMLInputElement>('#from-outside')
      for (const each of field?.files ?? []) data.items.add(each)
      dispatchEvent(new DragEvent(type, { dataTransfer: data, cancelable: true }))
    }, name)
  await drag('dragenter')
  await expect(page.locator('.drop-zone')).toBeVisible()
  await app.screenshot('drop')
  await drag('drop')
  await expect(page.locator('.drop-zone')).toHaveCount(0)
  await expect.poll(async () => (await app.counts()).total, { timeout: 60_000 }).toBe(1)
  await page.evaluate(() =>
    (globalThis as unknown as { firstlook: Record<string, (files: unknown) => Promise<unknown>> }).firstlook[
      'importDropped'
    ]?.([new File(['x'], '/etc/passwd')]),
  )
  expect(await app.call('jobList')).toHaveLength(1)
})
