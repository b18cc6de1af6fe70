import { cpSync, readdirSync, readFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, type RunningApp, test } from './firstlook.ts'

const models = join(import.meta.dirname, '../fixtures/models')

type Listed = { readonly manifest: { readonly id: string; readonly name: string }; readonly state: string }[]

/** Lets go of files over the window, as the desktop does. */
async function drop(page: Page, paths: readonly string[]): Promise<void> {
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, id: 'dropped' })
    document.body.append(input)
  })
  await page.setInputFiles('#dropped', [...paths])
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('#dropped')
    const dataTransfer = new DataTransfer()
    for (const file of input?.files ?? []) dataTransfer.items.add(file)
    input?.remove()
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
  })
}

/** Ids of the processes that this start of the app runs models in. */
function inferProcesses({ electron }: RunningApp): number[] {
  const main = electron.process().pid
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const isOurs = new RegExp(`PPid:\\s*${main}\\b`).test(readFileSync(`/proc/${name}/status`, 'utf8'))
        return isOurs && readFileSync(`/proc/${name}/maps`, 'utf8').includes('onnxruntime_binding')
          ? [Number(name)]
          : []
      } catch {
        return []
      }
    })
}

test('a graph dropped with its weights is proposed with evidence, corrected, tried and saved in shadow', async ({
  app,
}) => {
  test.setTimeout(120_000)
  const { page } = app
  await app.enter('Ada')
  await drop(page, [join(models, 'external-data/model.onnx'), join(models, 'external-data/model.onnx.data')])
  const panel = page.getByRole('region', { name: 'A model to add' })
  await expect(panel).toBeVisible({ timeout: 30_000 })
  await expect(panel.getByRole('cell', { name: /2 names from data\.yaml/ })).toBeVisible()
  const save = panel.getByRole('button', { name: /^Save model/ })
  await expect(save).toBeDisabled()
  await panel.getByLabel('Which grey levels did the network see in training?').selectOption('zero-one')
  await panel.getByLabel('How were images brought to the network’s size?').selectOption('stretch')
  await panel.getByLabel('How are the outputs read?').selectOption('softmax')
  await panel.getByLabel('Name', { exact: true }).fill('Weights beside')
  await app.screenshot('models-proposal')
  await panel.getByRole('button', { name: 'Try' }).click()
  await expect(panel.getByText(/Ran in .* on cpu/)).toBeVisible({ timeout: 30_000 })
  await app.screenshot('models-tried')
  await save.click()
  await expect(page.getByText('Weights beside is installed.')).toBeVisible({ timeout: 30_000 })
  const listed = (await app.call('modelList')) as Listed
  expect(listed.find(({ manifest }) => manifest.name === 'Weights beside')?.state).toBe('shadow')
})

test('a folder dropped is a model, a 3-D one is refused by name, a bare folder of scans is imported', async ({
  launch,
}) => {
  test.setTimeout(120_000)
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-dropped-'))
  cpSync(join(models, 'timm'), join(folder, 'timm'), { recursive: true })
  const app = await launch({ args: [join(folder, 'timm')] })
  await app.enter('Ada')
  await drop(app.page, [join(models, 'three-dimensional/model.onnx')])
  await expect(app.page.getByText(/A 3-D model .* is not supported/)).toBeVisible({ timeout: 30_000 })
  await app.screenshot('models-refused')
  expect((await app.counts()).total).toBe(0)
  rmSync(folder, { recursive: true })
})

test('where a GPU is required and there is none, it is refused in words, and a person may allow the CPU', async ({
  app,
}) => {
  test.setTimeout(180_000)
  const { page } = app
  await app.enter('Ada')
  await app.call('settingsSet', { key: 'unaidedFirst', value: false })
  await app.call('settingsSet', { key: 'device', value: 'gpu-required' })
  await app.call('intakeSamples')
  await expect.poll(async () => (await app.counts()).total, { timeout: 90_000 }).toBe(10)
  await app.settled()
  expect((await app.counts()).notFlagged).toBe(0)
  await page.goto(`${page.url().split('#')[0]}#/study/1`)
  await page.reload()
  const allow = page.getByRole('button', { name: 'Allow the CPU and try again' }).first()
  await expect(allow).toBeVisible({ timeout: 30_000 })
  await app.screenshot('gpu-refused')
  await allow.click()
  await expect(page.getByText(/Models may run on the CPU from now on/)).toBeVisible()
  await expect(page.getByText(/ran on cpu/).first()).toBeVisible({ timeout: 90_000 })
  await app.screenshot('gpu-allowed-cpu')
})

test('killing the process that runs models leaves the window usable and the queue moving', async ({ app }) => {
  test.skip(process.platform !== 'linux', 'finds the process in /proc')
  test.setTimeout(180_000)
  const { page } = app
  await app.enter('Ada')
  await expect.poll(() => inferProcesses(app).length, { timeout: 30_000 }).toBe(1)
  await app.call('intakeSamples')
  await expect.poll(async () => (await app.counts()).total, { timeout: 90_000 }).toBeGreaterThan(0)
  for (const pid of inferProcesses(app)) process.kill(pid, 'SIGKILL')
  await expect(page.getByText(/The process that runs models ended and was started again/)).toBeVisible({
    timeout: 30_000,
  })
  await app.screenshot('infer-killed')
  await app.settled()
  await page.getByRole('link', { name: 'Settings' }).first().click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  const { total, flagged, notFlagged } = await app.counts()
  expect(total).toBe(10)
  expect(flagged + notFlagged).toBeGreaterThan(4)
})
