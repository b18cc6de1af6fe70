import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { researchNotice } from '#shared/notice.ts'
import { expect, test } from './firstlook.ts'

type Dialogs = { dialog: { showOpenDialog: unknown; showSaveDialog: unknown } }

test('validation: labels in with an unmatched row, the curve drawn, a threshold chosen and taken back', async ({
  app,
}) => {
  test.setTimeout(240_000)
  const { page } = app
  const folder = mkdtempSync(join(tmpdir(), 'firstlook-validation-'))
  const labels = join(folder, 'labels.csv')
  const rows = [2, 4, 7]
    .map((n) => `SYN-000${n},opacity`)
    .concat(
      [1, 3, 5, 6].map((n) => `SYN-000${n},normal`),
      'NOBODY,normal',
    )
  writeFileSync(labels, ['patient_id,label', ...rows, ''].join('\n'))
  const saved = join(folder, 'evaluation.json')
  await app.enter('Ada')
  await app.call('intakeSamples')
  await expect.poll(async () => (await app.counts()).total, { timeout: 90_000 }).toBe(10)
  await app.settled()

  await app.electron.evaluate(
    ({ dialog }: Dialogs, [open, save]) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [open] })
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: save })
    },
    [labels, saved] as const,
  )
  const chosen = (await app.call('referenceChoose')) as { token: string; suggested: object; rows: number }
  expect(chosen.rows).toBe(8)
  const set = (await app.call('referenceImport', {
    token: chosen.token,
    name: 'labels',
    mapping: chosen.suggested,
  })) as {
    id: number
    unmatched: { why: string }[]
  }
  expect(set.unmatched).toMatchObject([{ id: 'NOBODY', why: 'no-case' }])

  const request = {
    modelId: 'cxr-opacity',
    label: 'opacity',
    reference: { set: set.id },
    unit: 'patient',
    combine: 'max',
  }
  const evaluation = (await app.call('evaluationRun', request)) as {
    n: number
    positives: number
    auc: { value: number }
  }
  expect(evaluation).toMatchObject({ n: 7, positives: 3 })
  await app.call('evaluationSave', { request, format: 'json' })
  const written = JSON.parse(readFileSync(saved, 'utf8')) as { notice: string; n: number }
  expect(written).toMatchObject({ notice: researchNotice, n: 7 })

  await page.goto(`${page.url().split('#')[0]}#/evaluation`)
  await page.reload()
  await page.getByLabel('Unit of analysis').selectOption('patient')
  await page.getByRole('button', { name: 'Evaluate', exact: true }).click()
  await expect(page.locator('svg.recharts-surface').first()).toBeVisible({ timeout: 20_000 })
  await app.screenshot('journey-evaluation')

  await page.getByRole('tab', { name: 'Recalibrate' }).click()
  await page.getByRole('button', { name: 'Propose' }).click()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  const recalibrated = async () =>
    ((await app.call('modelList')) as { recalibrations: unknown[] }[]).flatMap(({ recalibrations }) => recalibrations)
  await expect.poll(async () => (await recalibrated()).length).toBe(1)
  await page.getByRole('button', { name: 'Revert recalibration' }).click()
  await expect.poll(async () => (await recalibrated()).length).toBe(0)

  const { manifest } = ((await app.call('modelList')) as { manifest: { id: string; file: { sha256: string } } }[]).find(
    (model) => model.manifest.id === 'cxr-opacity',
  ) as { manifest: { file: { sha256: string } } }
  const version = { modelId: 'cxr-opacity', sha256: manifest.file.sha256, label: 'opacity' }
  await app.call('thresholdSet', { ...version, value: 0.000_001, basis: 'labels' })
  expect((await app.counts()).notFlagged).toBe(0)
  await app.call('thresholdRevert', version)
  expect((await app.counts()).notFlagged).toBeGreaterThan(0)
  rmSync(folder, { recursive: true })
})
