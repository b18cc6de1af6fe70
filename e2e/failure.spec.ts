import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawChestPhantom } from '#fixtures/draw-chest-phantom.ts'
import { syntheticIdentity } from '#fixtures/synthetic-identity.ts'
import { writeRadiograph } from '#fixtures/write-chest-phantom.ts'
import { expect, test } from './firstlook.ts'

const samples = join(import.meta.dirname, '../fixtures/samples')
const plain = 16

type Row = {
  readonly patientId: string
  readonly group: string
  readonly reasons: readonly { readonly code: string; readonly parameters: { readonly score?: number } }[]
}

test('failure: a lateral, a CT, a cut file, MONOCHROME1 and a killed worker: all is counted, nothing looks normal', async ({
  app,
  dataDir,
}) => {
  test.setTimeout(240_000)
  const { page } = app
  const folder = join(dataDir, 'mixed')
  mkdirSync(folder)
  const drawing = drawChestPhantom({ seed: 31, rows: 448, columns: 400 })
  for (let i = 0; i < plain; i++) {
    writeFileSync(
      join(folder, `plain-${i}`),
      writeRadiograph(drawing, { identity: syntheticIdentity(300 + i, 'adult') }),
    )
  }
  const lateral = { ...syntheticIdentity(400, 'adult'), patientId: 'LATERAL' }
  writeFileSync(join(folder, 'lateral'), writeRadiograph(drawing, { identity: lateral, viewPosition: 'LL' }))
  const whole = writeRadiograph(drawing, { identity: { ...syntheticIdentity(401, 'adult'), patientId: 'CUT' } })
  writeFileSync(join(folder, 'cut'), whole.subarray(0, whole.length / 2))
  cpSync(join(samples, 'SYN-0008/CT0001.dcm'), join(folder, 'ct'))
  const negative = { ...syntheticIdentity(402, 'adult'), patientId: 'NEGATIVE' }
  const inNegative = { identity: negative, photometricInterpretation: 'MONOCHROME1' } as const
  writeFileSync(join(folder, 'monochrome1'), writeRadiograph(drawing, inNegative))
  const files = plain + 4

  await app.enter('Ada')
  await app.electron.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, folder)
  await page.keyboard.press('Control+Shift+O')
  await expect.poll(async () => (await app.counts()).total, { timeout: 60_000 }).toBeGreaterThan(0)
  // The workers of this start alone: those whose parent it is.
  const main = await app.electron.evaluate(() => process.pid)
  const { stdout } = spawnSync('ps', ['-o', 'pid=,args=', '--ppid', String(main)], { encoding: 'utf8' })
  const workers = stdout.split('\n').filter((line) => /engine\.js/.test(line))
  expect(workers.length).toBeGreaterThan(0)
  const role = (name: string) => workers.filter((line) => new RegExp(`\\b${name}\\b`).test(line))
  for (const line of [...role('decode'), ...role('infer')]) process.kill(Number(line.trim().split(/\s+/)[0]), 'SIGKILL')
  await app.settled()
  await page.keyboard.press('r')
  await app.screenshot('failure-list')

  const jobs = (await app.call('jobList')) as { counts: Record<string, number> }[]
  const { found = 0, imported = 0, refused = 0, queued = 0 } = jobs[0]?.counts ?? {}
  expect({ found, accounted: imported + refused, queued }).toEqual({ found: files, accounted: files, queued: 0 })
  const counts = await app.counts()
  expect(counts.flagged + counts.notAssessed + counts.notFlagged).toBe(counts.total)
  const list = { filter: {}, sort: { by: 'triage', descending: false }, limit: 100 }
  const rowOf = async (patientId: string) => {
    const { rows } = (await app.call('worklistList', list)) as { rows: Row[] }
    return rows.find((row) => row.patientId === patientId)
  }
  // Only what a model judged may look as if there was nothing to flag.
  for (const id of ['LATERAL', 'SYN-0008', 'CUT']) {
    const row = await rowOf(id)
    if (row) expect([id, row.group, row.reasons.length > 0]).toEqual([id, 'not-assessed', true])
  }
  expect(await rowOf('LATERAL')).toBeDefined()
  // The cut file says what is wrong: refused at once, or where its image would be.
  const cut = await rowOf('CUT')
  if (!cut) expect(refused).toBeGreaterThan(0)

  const retry = page.getByRole('button', { name: 'Retry failed' })
  if (await retry.isVisible()) await retry.click()
  await app.settled()
  const after = await app.counts()
  expect(after.flagged + after.notAssessed + after.notFlagged).toBe(after.total)
  expect(after.total).toBeGreaterThanOrEqual(counts.total)
  const { rows } = (await app.call('worklistList', list)) as { rows: Row[] }
  const failed = rows.filter(({ reasons }) => reasons.some(({ code }) => code === 'failed')).map((row) => row.patientId)
  // What the killed worker had in hand was judged again; what is wrong with a file stays wrong.
  expect(failed.filter((id) => id !== 'CUT')).toEqual([])
  // Stored in negative, the same scan is judged as in positive: by another way, to the same score.
  const [positive, inverted] = [await rowOf(syntheticIdentity(300, 'adult').patientId), await rowOf('NEGATIVE')]
  expect([inverted?.group, inverted?.reasons[0]?.code]).toEqual([positive?.group, positive?.reasons[0]?.code])
  expect(inverted?.group).not.toBe('not-assessed')
  expect(inverted?.reasons[0]?.parameters.score).toBeCloseTo(positive?.reasons[0]?.parameters.score ?? -1, 3)
  await page.keyboard.press('r')
  await page.getByText('Not assessed').first().waitFor()
  await app.screenshot('failure-after-retry')
})
