import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { scratchFolder } from '#fixtures/scratch-folder.ts'

/**
 * What the command line says of the shipped classifier on the test radiographs, beside what its card says:
 * `node bench/card-figures.ts [--data ../shared/data]`. Imports the images, exports their scores and reads labels.csv; ends
 * with 1 where an area under the curve differs from the card's by more than 0.002.
 */
const { values } = parseArgs({ options: { data: { type: 'string', default: '../shared/data' } } })
const data = resolve(values.data)
const card = readFileSync('models/cxr-opacity/CARD.md', 'utf8')
const tolerance = 0.002

const populations = [
  { name: 'children', folder: 'cxr-pediatric', keeps: () => true },
  { name: 'adults', folder: 'cxr-adult', keeps: () => true },
  { name: 'adults, nih only', folder: 'cxr-adult', keeps: (row: Row) => row['source'] === 'nih' },
]
type Row = Readonly<Record<string, string>>

if (!existsSync(join(data, 'cxr-adult'))) {
  console.log(`Skipped: ${data} is missing.`)
} else {
  using scratch = scratchFolder()
  const stores = new Map<string, string>()
  let differs = false
  for (const { name, folder, keeps } of populations) {
    const store = stores.get(folder) ?? importTests(join(data, folder, 'test'), join(scratch.path, folder))
    stores.set(folder, store)
    const rows = readRows(join(data, folder, 'labels.csv')).filter((row) => row['split'] === 'test' && keeps(row))
    const found = areaOf(store, folder, rows)
    const said = cardArea(name)
    differs ||= !(Math.abs(found - said) <= tolerance)
    console.log(`${name}: ${rows.length} images, AUC ${found.toFixed(4)}; the card says ${said}`)
  }
  process.exitCode = differs ? 1 : 0
}

function firstlook(...words: string[]): string {
  const run = spawnSync(process.execPath, ['src/cli/main.ts', ...words], { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (run.status !== 0) throw new Error(`firstlook ${words[0] ?? ''} ended with ${run.status}: ${run.stderr}`)
  return run.stdout
}

function importTests(folder: string, store: string): string {
  firstlook('import', folder, '--data-dir', store)
  return store
}

/** Neither data set's table has quoted fields. */
function readRows(path: string): Row[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/)
  const names = head.split(',')
  return lines.map((line) => {
    const fields = line.split(',')
    return Object.fromEntries(names.map((name, i) => [name, fields[i] ?? '']))
  })
}

/** Mann–Whitney on the exported scores: a second way beside `firstlook evaluate`, which has its own tests. */
function areaOf(store: string, folder: string, rows: readonly Row[]): number {
  const out = join(store, 'images.csv')
  if (!existsSync(out)) firstlook('export', 'csv', out, '--level', 'image', '--identified', '--data-dir', store)
  const scores = new Map(
    readRows(out).flatMap((row) =>
      row['cxr-opacity.state'] === 'done' ? [[row['path'] ?? '', Number(row['cxr-opacity.opacity.score'])]] : [],
    ),
  )
  const judged = rows.flatMap((row) => {
    const score = scores.get(join(data, folder, row['file'] ?? ''))
    return score === undefined ? [] : [{ score, positive: !['normal', 'no-finding'].includes(row['label'] ?? '') }]
  })
  // The gate's and the same picture met twice, which the import keeps once.
  console.log(`  without a score, or a duplicate of another: ${rows.length - judged.length} of ${rows.length}`)
  const positives = judged.filter(({ positive }) => positive)
  const negatives = judged.filter(({ positive }) => !positive)
  const wins = positives.reduce(
    (sum, a) => sum + negatives.reduce((n, b) => n + (a.score > b.score ? 1 : a.score === b.score ? 0.5 : 0), 0),
    0,
  )
  return wins / (positives.length * negatives.length)
}

function cardArea(name: string): number {
  const line = card.split('\n').find((text) => text.startsWith(`| ${name} |`))
  return z.coerce.number().parse(line?.split('|')[6]?.trim().split(' ')[0])
}
