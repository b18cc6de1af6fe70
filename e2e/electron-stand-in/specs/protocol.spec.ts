import { expect, logOf, type SpecPage, test } from './spec-app.ts'

test('a custom scheme serves bytes, headers and status as its handler says', async ({ page }) => {
  const answer = await page.evaluate(async () => {
    const bytes = await fetch('bytes')
    const body = new Uint8Array(await bytes.arrayBuffer())
    const missing = await fetch('missing')
    return [body.length, body[69_999], bytes.headers.get('x-of-spec'), missing.status]
  })
  expect(answer).toEqual([70_000, (69_999 * 7) & 255, 'yes', 404])
})

test('a handler that throws is a failed load', async ({ page }) => {
  const outcome = await page.evaluate(() => fetch('throws').then(String, (error: Error) => error.name))
  expect(outcome).toBe('TypeError')
})

test('the policy that the scheme sends is enforced', async ({ page }) => {
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.injected = true'
    document.body.append(script)
    return 'injected' in globalThis
  })
  expect(ran).toBe(false)
})

test('the session is asked about every request that leaves, and what it cancels fails', async ({ page, electron }) => {
  await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.loadURL('spec://host/open.html'))
  expect(await page.textContent('h1')).toBe('open')
  expect(await logOf(electron)).toContainEqual(['request', 'https://example.invalid/pixel.png'])
  const loaded = await page.locator('img').evaluate((image: HTMLImageElement) => image.naturalWidth)
  expect(loaded).toBe(0)
})

test('a link elsewhere is told to the app and goes nowhere', async ({ page, electron }) => {
  for (const link of ['a', '#out']) {
    await page
      .locator(link)
      .first()
      .evaluate((element: HTMLElement) => element.click())
    await page.waitForTimeout(300)
  }
  expect(await page.textContent('h1')).toBe('spec')
  const log = await logOf(electron)
  expect(log).toContainEqual(['will-navigate', 'spec://host/other.html'])
  expect(log).toContainEqual(['will-navigate', 'https://example.invalid/'])
})

test('a window that a page opens is told to the app, and is gone when refused', async ({ page, electron }) => {
  await page.evaluate(() => void globalThis.open('other.html'))
  await expect.poll(() => logOf(electron)).toContainEqual(['window-open', 'spec://host/other.html'])
  await expect.poll(() => electron.windows().length).toBe(1)
})

test('a page prints as PDF', async ({ electron, page }) => {
  expect(await page.title()).toBe('spec')
  const start = await electron.evaluate(async ({ BrowserWindow }) => {
    const pdf = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF({ pageSize: 'A4' })
    return pdf?.subarray(0, 5).toString('latin1')
  })
  expect(start).toBe('%PDF-')
})

test('the page ran its script and knows nothing of the way it talks', async ({ page }) => {
  const names = await page.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => /stand/i.test(name)))
  expect(await page.evaluate(() => (globalThis as unknown as SpecPage).ran)).toBe(true)
  expect(names).toEqual([])
})
