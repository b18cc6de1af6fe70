import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './firstlook.ts'

const root = join(import.meta.dirname, '..')
const sample = join(root, 'fixtures/samples/SYN-0001/IM0001.dcm')

type Letterbox = Readonly<Record<string, (input?: unknown) => Promise<unknown>>>
type OwnPage = { readonly firstlook: Letterbox }

test('the page is served under the strict policy, and nothing injected runs', async ({ app, complaints }) => {
  const { page } = app
  const policy = await page.evaluate(async () => (await fetch('index.html')).headers.get('content-security-policy'))
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'nonce-")
  expect(policy).toContain("require-trusted-types-for 'script'")
  expect(policy).not.toMatch(/unsafe|\*|data:|https?:/)
  const ran = await page.evaluate(async () => {
    const attempts: Record<string, () => void> = {
      script: () => document.body.append(Object.assign(document.createElement('script'), { textContent: 'ran = 1' })),
      markup: () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="ran = 1">'),
      timer: () => Reflect.apply(globalThis.setTimeout, globalThis, ['globalThis.ran = 1']),
      handler: () => document.body.setAttribute('onclick', 'ran = 1'),
    }
    for (const attempt of Object.values(attempts)) {
      try {
        attempt()
      } catch {
        // Refused at once.
      }
    }
    document.body.click()
    await new Promise((resolve) => setTimeout(resolve, 300))
    return 'ran' in globalThis
  })
  expect(ran).toBe(false)
  // What was tried here was reported, as it should be.
  expect(complaints.length).toBeGreaterThan(0)
  complaints.splice(0)
})

test('the window reaches neither the network nor Node, and its letterbox is closed to new letters', async ({
  app,
  complaints,
}) => {
  const found = await app.page.evaluate(async () => {
    const { firstlook } = globalThis as unknown as OwnPage
    const outside = await fetch('https://example.org/').then(
      () => 'reached',
      () => 'refused',
    )
    try {
      Object.assign(firstlook, { worklistList: () => 'mine' })
    } catch {
      // Frozen.
    }
    return {
      outside,
      node: ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in globalThis),
      frozen: Object.isFrozen(firstlook),
      general: ['invoke', 'send', 'on', 'ipcRenderer'].filter((name) => name in firstlook),
      path: await firstlook['intakeChoose']?.({ what: '/etc/passwd' }),
    }
  })
  expect(found).toMatchObject({ outside: 'refused', node: [], frozen: true, general: [] })
  expect(found.path).toMatchObject({ ok: false, failure: { kind: 'bad-argument' } })
  complaints.splice(0)
})

test('a second start hands its files over and ends', async ({ app }) => {
  test.setTimeout(120_000)
  await app.enter('Reader One')
  const args = ['--no-sandbox', root, `--data-dir=${app.dataDir}`, sample]
  const second = spawn(app.electron.process().spawnfile, args, { stdio: 'ignore' })
  expect(await once(second, 'exit')).toEqual([0, null])
  await expect.poll(() => app.counts().then(({ total }) => total), { timeout: 60_000 }).toBe(1)
})

test('files that a start is given come in', async ({ launch }) => {
  test.setTimeout(120_000)
  const app = await launch({ args: [sample] })
  await expect.poll(() => app.counts().then(({ total }) => total), { timeout: 60_000 }).toBe(1)
})

test('a folder that the person chooses comes in; a dialog that is closed changes nothing', async ({ app }) => {
  test.setTimeout(120_000)
  await app.enter('Reader One')
  const choose = () =>
    app.page.evaluate(() => (globalThis as unknown as OwnPage).firstlook['intakeChoose']?.({ what: 'folder' }))
  await app.electron.evaluate(({ dialog }) => {
    dialog.showOpenDialog = async () => ({ canceled: true, filePaths: [] })
  })
  expect(await choose()).toEqual({ ok: true, value: undefined })
  await app.electron.evaluate(
    ({ dialog }, folder) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [folder] })
    },
    join(root, 'fixtures/samples/SYN-0006'),
  )
  expect(await choose()).toEqual({ ok: true, value: { jobId: 1 } })
  await expect.poll(() => app.counts().then(({ total }) => total), { timeout: 60_000 }).toBe(1)
})

test('the native menu speaks to the window, in its language', async ({ app }) => {
  await app.enter('Reader One')
  const click = (id: string) =>
    app.electron.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id)
  await click('audit')
  await expect(app.page).toHaveURL(/#\/audit/)
  await app.page.evaluate(() =>
    (globalThis as unknown as OwnPage).firstlook['settingsSet']?.({ key: 'language', value: 'de' }),
  )
  await expect
    .poll(() => app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('audit')?.label))
    .toBe('Protokoll')
})

test('a reading is printed as a PDF that only its user can read', async ({ app }) => {
  test.setTimeout(180_000)
  await app.enter('Reader One')
  const target = join(app.dataDir, 'reading.pdf')
  const outcome = await app.page.evaluate(async () => {
    const { firstlook } = globalThis as unknown as OwnPage
    return firstlook['intakeSamples']?.()
  })
  expect(outcome).toEqual({ ok: true, value: { jobId: 1 } })
  await app.settled()
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, target)
  const replies = await app.page.evaluate(async () => {
    const { firstlook } = globalThis as unknown as OwnPage
    const request = { filter: {}, sort: { by: 'triage', descending: false }, limit: 1 }
    const list = (await firstlook['worklistList']?.(request)) as { value?: { rows: { studyId: number }[] } }
    const row = list.value?.rows[0]
    const studyId = row?.studyId ?? 0
    const none = await firstlook['readingSummary']?.({ studyId })
    await firstlook['readingStart']?.({ studyId })
    const reading = await firstlook['readingCommit']?.({
      studyId,
      verdict: 'abnormal',
      comment: '',
      marks: [],
      role: 'reader',
    })
    return [none, reading, await firstlook['readingSummary']?.({ studyId })]
  })
  expect(replies).toMatchObject([
    { ok: false, failure: { kind: 'not-found' } },
    { ok: true },
    { ok: true, value: { rows: 1 } },
  ])
  expect(readFileSync(target).subarray(0, 5).toString('latin1')).toBe('%PDF-')
  expect(statSync(target).mode & 0o777).toBe(0o600)
  expect(app.electron.windows()).toHaveLength(1)
})

test('where the window was is where it opens again, and the data folder is its user’s alone', async ({ launch }) => {
  const first = await launch()
  await first.enter('Reader One')
  await first.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1_111, height: 777 }),
  )
  await first.page.waitForTimeout(2_000)
  await first.close()
  const second = await launch()
  await expect
    .poll(() => second.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()))
    .toMatchObject({ width: 1_111, height: 777 })
  expect(statSync(second.dataDir).mode & 0o077).toBe(0)
  expect(existsSync(join(second.dataDir, 'Local Storage'))).toBe(false)
})
