import { hash } from 'node:crypto'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { researchNotice } from '#shared/notice.ts'
import { expect, type RunningApp, test } from './firstlook.ts'

type Dialogs = { dialog: { showOpenDialog: unknown; showSaveDialog: unknown } }

type Listed = {
  readonly manifest: {
    readonly id: string
    readonly name: string
    readonly version: string
    readonly file: { sha256: string }
  }
  readonly state: string
  readonly thresholdConfirmed: boolean
}

const root = join(import.meta.dirname, '..')
const models = (app: RunningApp) => app.call('modelList') as Promise<Listed[]>

/** What the dialogs of the system answer from now on. */
const answerDialogs = (app: RunningApp, open: string, save: string) =>
  app.electron.evaluate(
    ({ dialog }: Dialogs, [opened, saved]) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [opened] })
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: saved })
    },
    [open, save] as const,
  )

/** A next version of the model that came with the app: the same network, whose graph says one word more of itself. */
function nextVersion(folder: string): string {
  cpSync(join(root, 'models/cxr-opacity'), folder, { recursive: true })
  rmSync(join(folder, 'golden.json'))
  const [graph, described] = [join(folder, 'model.onnx'), join(folder, 'model.json')]
  appendFileSync(graph, Buffer.from([0x32, 1, 0x78]))
  const manifest = JSON.parse(readFileSync(described, 'utf8')) as Listed['manifest']
  const bytes = readFileSync(graph)
  const file = { ...manifest.file, sha256: hash('sha256', bytes), bytes: bytes.length }
  writeFileSync(described, JSON.stringify({ ...manifest, version: '9.0.0', file }))
  return graph
}

test('validation: a model added in shadow, labels with an unmatched row, subgroups, a threshold, a new version, back again', async ({
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

  const show = async (screen: string) => {
    await page.goto(`${page.url().split('#')[0]}#/${screen}`)
    await page.reload()
  }
  const add = async () => {
    await show('models')
    await page.getByRole('button', { name: 'Add a model…' }).click()
    const panel = page.getByRole('region', { name: 'A model to add' })
    await expect(panel).toBeVisible({ timeout: 30_000 })
    return panel
  }
  await answerDialogs(app, join(root, 'fixtures/models/external-data/model.onnx'), saved)
  const first = await add()
  await first.getByLabel('Which grey levels did the network see in training?').selectOption('zero-one')
  await first.getByLabel('How were images brought to the network’s size?').selectOption('stretch')
  await first.getByLabel('How are the outputs read?').selectOption('softmax')
  await first.getByLabel('Name', { exact: true }).fill('Corrected')
  await first.getByRole('button', { name: /^Save model/ }).click()
  await expect(page.getByText('Corrected is installed.')).toBeVisible({ timeout: 30_000 })
  expect((await models(app)).find(({ manifest }) => manifest.name === 'Corrected')?.state).toBe('shadow')

  await answerDialogs(app, labels, saved)
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

  await show('evaluation')
  await page.getByLabel('Unit of analysis').selectOption('patient')
  await page.getByLabel('Subgroups by').selectOption('sex')
  await page.getByRole('button', { name: 'Evaluate', exact: true }).click()
  await expect(page.locator('svg.recharts-surface').first()).toBeVisible({ timeout: 20_000 })
  const bySex = page.getByRole('table', { name: 'Subgroups' })
  await expect(bySex.getByRole('row', { name: /^F .*small numbers/ })).toBeVisible()
  await app.screenshot('journey-evaluation')
  await answerDialogs(app, labels, join(folder, 'plots.svg'))
  await page.getByRole('button', { name: /^Save plots as SVG/ }).click()
  await expect.poll(() => existsSync(join(folder, 'plots.svg'))).toBe(true)
  const drawing = readFileSync(join(folder, 'plots.svg'), 'utf8')
  const wordsOf = [
    /cxr-opacity \d/,
    /· opacity ·/,
    />ROC curve</,
    />Sensitivity</,
    />Calibration</,
    /labels \(7 matched\)/,
  ]
  for (const word of [...wordsOf, new RegExp(`>${researchNotice}</text>`)]) expect(drawing).toMatch(word)
  cpSync(join(folder, 'plots.svg'), join(import.meta.dirname, 'screenshots/journey-plots.svg'))
  await page.getByRole('tab', { name: 'Drift' }).click()
  await expect(page.getByText('small numbers').first()).toBeVisible()
  await app.screenshot('journey-drift')

  await page.getByRole('tab', { name: 'Recalibrate' }).click()
  await page.getByRole('button', { name: 'Propose' }).click()
  await page.getByRole('button', { name: 'Accept', exact: true }).click()
  const recalibrated = async () =>
    ((await app.call('modelList')) as { recalibrations: unknown[] }[]).flatMap(({ recalibrations }) => recalibrations)
  await expect.poll(async () => (await recalibrated()).length).toBe(1)
  await page.getByRole('button', { name: 'Revert recalibration' }).click()
  await expect.poll(async () => (await recalibrated()).length).toBe(0)

  const isOpacity = ({ manifest }: Listed) => manifest.id === 'cxr-opacity'
  const before = (await models(app)).find(isOpacity)!.manifest
  const version = { modelId: before.id, sha256: before.file.sha256, label: 'opacity' }
  await app.call('thresholdSet', { ...version, value: 0.000_001, basis: 'labels' })
  expect((await app.counts()).notFlagged).toBe(0)

  await answerDialogs(app, nextVersion(join(folder, 'next')), saved)
  const second = await add()
  await second.getByRole('button', { name: /^Save model/ }).click()
  await expect(page.getByText(/is installed\.$/)).toBeVisible({ timeout: 30_000 })
  const after = (await models(app)).find((one) => isOpacity(one) && one.manifest.version === '9.0.0')!
  expect([after.state, after.thresholdConfirmed]).toEqual(['shadow', false])
  await app.call('modelSetState', { modelId: before.id, sha256: after.manifest.file.sha256, state: 'active' })
  await show('models')
  await expect(page.getByText('Threshold not confirmed for this version').first()).toBeVisible()
  await app.screenshot('journey-new-version')
  await show('worklist')
  const stale = page.getByText('↺ stale')
  await expect(stale.first()).toBeVisible()
  // A result names the version that gave it, not the one that judges now.
  await expect(page.getByText(`cxr-opacity ${before.version}`).first()).toBeVisible()
  await app.screenshot('journey-stale')
  await app.call('modelSetState', { modelId: before.id, sha256: before.file.sha256, state: 'active' })
  await expect(stale).toHaveCount(0)
  expect((await app.counts()).notFlagged).toBe(0)
  await app.call('thresholdRevert', version)
  expect((await app.counts()).notFlagged).toBeGreaterThan(0)
  rmSync(folder, { recursive: true })
})
