/**
 * The worklist with 100,000 studies and 1,000,000 findings: first page, next pages, search. Each beside a plain
 * indexed SELECT of the same rows in the same run. `npx node bench/worklist.ts [studies] [folder]`
 */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listPage, openStore, type Store } from '#core/store/index.ts'
import { groupOfStudy, thresholdsInUse } from '#core/triage/index.ts'
import { fillList } from './fill-list.ts'
import type { WorklistFilter, WorklistSort } from '#shared/worklist.ts'

const studies = Number(process.argv[2] ?? 100_000)
const kept = process.argv[3]
const root = kept ?? mkdtempSync(join(tmpdir(), 'firstlook-bench-'))
mkdirSync(root, { recursive: true })
const open = (): Store =>
  openStore({
    dataFolder: root,
    database: join(root, 'firstlook.sqlite'),
    auditHead: join(root, 'audit-head.json'),
    onNetworkDrive: false,
    rules: { groupOfStudy, thresholdsInUse },
    now: () => new Date(),
    door: 'bench',
  })

let store = open()
const begun = performance.now()
// A folder that was kept from an earlier run is used as it is.
if (store.db.prepare('SELECT count(*) FROM studies').pluck().get() === 0) fillList(store, studies)
const count = (table: string) => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
console.log(
  `${count('studies')} studies, ${count('findings')} findings, ${Math.round(statSync(join(root, 'firstlook.sqlite')).size / 1e6)} MB, made in ${Math.round((performance.now() - begun) / 1_000)} s`,
)
store.close()
const opening = performance.now()
store = open()
console.log(`opened again in ${Math.round(performance.now() - opening)} ms`)

/** What was worked out for one state of the list is used again; a batch that runs changes it all the time. */
const change = () => store.keep(() => store.sql('UPDATE list_state SET revision = revision + 1').run())

type Times = { readonly wall: number; readonly cpu: number }

/** Medians of the time on the wall and on the processor: on a busy machine only the second says how much work it is. */
function median(run: () => unknown, before: () => unknown = () => {}, times = 21): Times {
  const taken = Array.from({ length: times }, () => {
    before()
    const [start, used] = [performance.now(), process.cpuUsage()]
    run()
    const { user, system } = process.cpuUsage(used)
    return { wall: performance.now() - start, cpu: (user + system) / 1_000 }
  })
  const middle = (key: keyof Times) => taken.map((each) => each[key]).sort((a, b) => a - b)[times >> 1] ?? 0
  return { wall: middle('wall'), cpu: middle('cpu') }
}

const limit = 100
const sort: WorklistSort = { by: 'triage', descending: false }
const first =
  (filter: WorklistFilter, by = sort) =>
  () =>
    listPage(store, { filter, sort: by, limit })
const next = (filter: WorklistFilter) => {
  const after = listPage(store, { filter, sort, limit }).next
  return () => listPage(store, { filter, sort, limit, ...(after ? { after } : {}) })
}
const plain = store.db.prepare(
  `SELECT w.*, s.*, p.* FROM worklist w JOIN studies s ON s.id = w.study_id JOIN patients p ON p.id = s.patient_id
   ORDER BY w.group_rank, w.level_order, w.acquired_order, w.study_id LIMIT ?`,
)
const baseline = median(() => plain.all(limit))
console.log(
  `plain indexed SELECT of the same ${limit} rows: ${baseline.wall.toFixed(2)} ms, processor ${baseline.cpu.toFixed(2)} ms`,
)
const cold = performance.now()
first({})()
console.log(`first page, cold: ${(performance.now() - cold).toFixed(1)} ms`)
const cases: [string, () => unknown][] = [
  ['first page', first({})],
  ['next page', next({})],
  ['first page by patient', first({}, { by: 'patient', descending: true })],
  ['first page, random order', first({}, { by: 'random', descending: false, seed: 3 })],
  ['first page of flagged', first({ groups: ['flagged'] })],
  ['first page of one label', first({ labels: ['opacity'] })],
  ['search, one study', first({ search: 'PID0000077' })],
  ['search, a rare word', first({ search: 'zebra' })],
  ['search, a tenth of all', first({ search: 'thorax' })],
  ['search, a word of all', first({ search: 'phantom' })],
  ['next page of a search', next({ search: 'phantom' })],
  ['search by label', first({ search: 'opacity' })],
]
for (const [name, run] of cases) {
  const taken = name.startsWith('next') ? median(run) : median(run, change)
  const ratio = (taken.cpu / baseline.cpu).toFixed(1)
  console.log(`${name}: ${taken.wall.toFixed(1)} ms, processor ${taken.cpu.toFixed(1)} ms, ${ratio} × the plain SELECT`)
}
store.close()
if (kept === undefined) rmSync(root, { recursive: true })
