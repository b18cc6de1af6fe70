import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './firstlook.ts'

const root = join(import.meta.dirname, '..')
const samples = join(root, 'fixtures/samples')

/** Runs the command line and gives its one document. */
function firstlook(...args: string[]): Record<string, unknown> {
  const program = join(root, 'src/cli/firstlook.mjs')
  const { stdout } = spawnSync(process.execPath, [program, ...args, '--json'], { encoding: 'utf8' })
  return JSON.parse(stdout) as Record<string, unknown>
}

/** An export of a data folder without what differs by nature: when it was judged, and ids that count up in the order of a run. */
function exported(dataDir: string, level: 'image' | 'finding'): string[] {
  const path = join(dataDir, `${level}.csv`)
  firstlook('export', 'csv', path, '--level', level, '--identified', '--data-dir', dataDir)
  const [head = [], ...rows] = readFileSync(path, 'utf8')
    .trim()
    .split('\r\n')
    .map((line) => line.split(','))
  const kept = head.map((name) => !/(?:analysed_at|finding_id)$/.test(name))
  const told = (row: readonly string[]) =>
    row
      .filter((_, i) => kept[i])
      .map(rounded)
      .join(',')
  return [told(head), ...rows.map(told).toSorted()]
}

/** Scores to six decimals: what is judged together in a batch moves the last bits of 32-bit sums. */
const rounded = (cell: string) => (/^\d+\.\d{7,}$/.test(cell) ? Number(cell).toFixed(6) : cell)

/** Studies in the order of the product, with why they stand there. */
const standing = (list: unknown) =>
  (list as { studyInstanceUid: string; group: string; reasons: unknown[] }[]).map((study) => ({
    studyInstanceUid: study.studyInstanceUid,
    group: study.group,
    reasons: study.reasons,
  }))

test('the window and the command line find the same in the same files', async ({ app }, testInfo) => {
  test.setTimeout(300_000)
  await app.enter('Reader One')
  await app.page.getByRole('button', { name: 'Try the sample studies' }).click()
  await expect.poll(async () => (await app.counts()).total, { timeout: 60_000 }).toBe(10)
  await app.settled()
  const request = { filter: {}, sort: { by: 'triage', descending: false }, limit: 500 }
  const { rows } = (await app.call('worklistList', request)) as { rows: unknown }
  await app.close()

  const dataDir = testInfo.outputPath('command-line')
  firstlook('import', samples, '--data-dir', dataDir)
  expect(standing(rows)).toEqual(standing(firstlook('worklist', '--data-dir', dataDir)['studies']))
  const images = exported(dataDir, 'image')
  expect(images.length).toBeGreaterThan(10)
  expect(exported(app.dataDir, 'image')).toEqual(images)
  expect(exported(app.dataDir, 'finding')).toEqual(exported(dataDir, 'finding'))
})
