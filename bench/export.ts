/**
 * A million finding rows as CSV beside the CSV mode of the sqlite3 shell writing as many columns of the same rows, in the
 * same run, with the largest resident memory. `npx node bench/export.ts [studies] [folder]`
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '#core/store/index.ts'
import { groupOfStudy, thresholdsInUse } from '#core/triage/index.ts'
import { exportMethods } from '#engine/store/export/export-methods.ts'
import { fillList } from './fill-list.ts'

const studies = Number(process.argv[2] ?? 110_000)
const kept = process.argv[3]
const root = kept ?? mkdtempSync(join(tmpdir(), 'firstlook-bench-'))
mkdirSync(root, { recursive: true })
const database = join(root, 'firstlook.sqlite')
const open = () =>
  openStore({
    dataFolder: root,
    database,
    auditHead: join(root, 'audit-head.json'),
    onNetworkDrive: false,
    rules: { groupOfStudy, thresholdsInUse },
    now: () => new Date(),
    door: 'bench',
  })
let store = open()
if (store.db.prepare('SELECT count(*) FROM studies').pluck().get() === 0) fillList(store, studies)
const count = store.db.prepare('SELECT count(*) FROM findings').pluck().get() as number
const MB = 1e6

/** The shell joins what the export joins and writes as many columns; it makes no pseudonyms and reads no thresholds. */
const plain = `SELECT p.patient_id, s.study_instance_uid, r.series_instance_uid, i.sop_instance_uid, i.display_path, w.group_rank,
  f.id, m.model_id, m.version, a.model_sha256, a.provenance ->> '$.device.provider', a.provenance ->> '$.analysedAt', w.stale,
  f.label, f.score, a.scores ->> '$[0].threshold', a.scores ->> '$[0].thresholdOrigin',
  f.box ->> 0, f.box ->> 1, f.box ->> 2, f.box ->> 3,
  (f.box ->> 0) * (i.header ->> '$.image.spacing.columnMm'), (f.box ->> 1) * (i.header ->> '$.image.spacing.rowMm'),
  (f.box ->> 2) * (i.header ->> '$.image.spacing.columnMm'), (f.box ->> 3) * (i.header ->> '$.image.spacing.rowMm')
  FROM findings f JOIN analyses a ON a.id = f.analysis_id JOIN models m ON m.sha256 = a.model_sha256
  JOIN images i ON i.id = a.image_id JOIN series r ON r.id = i.series_id JOIN studies s ON s.id = i.study_id
  JOIN patients p ON p.id = s.patient_id JOIN worklist w ON w.study_id = s.id ORDER BY s.id, i.id, a.id, f.id`

function shell(): number {
  const out = join(root, 'shell.csv')
  const begun = performance.now()
  const { status, stderr } = spawnSync('sqlite3', ['-csv', '-header', database], {
    input: `.output ${out}\n${plain};\n`,
    encoding: 'utf8',
  })
  if (status !== 0 || stderr !== '') throw new Error(`sqlite3: ${stderr}`)
  const seconds = (performance.now() - begun) / 1_000
  console.log(`sqlite3 shell: ${(count / seconds).toFixed(0)} rows/s, ${(statSync(out).size / MB).toFixed(0)} MB`)
  return count / seconds
}

async function ours(identified: boolean): Promise<number> {
  const path = join(root, 'ours.csv')
  globalThis.gc?.()
  const before = process.memoryUsage().rss
  let largest = before
  let told = 0
  const begun = performance.now()
  const { rows } = await exportMethods({ store } as never).exportRun({
    format: 'csv',
    level: 'finding',
    path,
    filter: {},
    identified,
    byteOrderMark: false,
    onProgress: () => {
      told += 1
      largest = Math.max(largest, process.memoryUsage().rss)
    },
  })
  const seconds = (performance.now() - begun) / 1_000
  const grown = `${((largest - before) / MB).toFixed(0)} MB more memory at most, progress told ${told} times`
  console.log(
    `export, ${identified ? 'identified' : 'pseudonymised'}: ${rows} rows, ${(rows / seconds).toFixed(0)} rows/s, ${grown}`,
  )
  return rows / seconds
}

// An open store keeps others out of its file.
store.close()
const base = shell()
store = open()
for (const identified of [true, false]) console.log(`ratio ${((await ours(identified)) / base).toFixed(3)}`)
store.close()
if (kept === undefined) rmSync(root, { recursive: true })
