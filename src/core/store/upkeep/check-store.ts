import { hash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { type AnalysisRow, readFindings, toRecords } from '#core/store/analysis/read-analyses.ts'
import { actorOf } from '#core/store/intake/items.ts'
import { hashReading, type ReadingRow, toReading } from '#core/store/reading/read-readings.ts'
import type { Store } from '#core/store/store.ts'
import { toStoreError } from '#core/store/store-error.ts'
import { noteAvailability } from '#core/store/study/images.ts'

/** What a check found: how many things it looked at, and which are not as they were written. */
export type CheckResult = {
  readonly healthy: boolean
  readonly checked: number
  readonly damaged: number
  /** By our own names, as `image:12`. */
  readonly subjects: readonly string[]
}

const slice = 200

/** Whether a copied original is what its hash says. */
export type VerifyObject = (sha256: string) => Promise<'whole' | 'damaged' | 'missing'>

/**
 * Looks for damage that shows nowhere by itself: the database's structure, every image's header, result and reading
 * against its hash, the audit chain, and every copied original. Reads in slices; marks what is damaged, mends nothing.
 * While others work the structure is looked at table by table, which leaves out only what belongs to no table.
 */
export async function checkStore(
  store: Store,
  verifyObject: VerifyObject,
  { whileOthersWork = false } = {},
): Promise<CheckResult> {
  const subjects: string[] = []
  let checked = 1
  if (!(whileOthersWork ? await isSoundTableByTable(store) : isSound(store))) subjects.push('database')
  for (const check of [checkHeaders, checkAnalyses, checkReadings]) {
    for (let after = 0; ;) {
      const { last, bad, count } = guarded(() => check(store, after))
      checked += count
      subjects.push(...bad)
      if (last === undefined) break
      after = last
      await breathe()
    }
  }
  const audit = await store.audit.verify()
  checked += audit.records
  if (!audit.intact) subjects.push('audit')
  const objects = await checkObjects(store, verifyObject)
  checked += objects.checked
  subjects.push(...objects.bad)
  if (subjects.length > 0) {
    store.commit(
      () => undefined,
      subjects
        .slice(0, 1_000)
        .map((subject) => ({ action: 'check-failed', actor: actorOf(store), subject, detail: {} })),
    )
  }
  return { healthy: subjects.length === 0, checked, damaged: subjects.length, subjects }
}

/** The structure of the database file, its indexes included. */
function isSound(store: Store): boolean {
  try {
    const answers = store.db.pragma('integrity_check(1)') as { integrity_check: string }[]
    const broken = store.db.pragma('foreign_key_check') as unknown[]
    return answers[0]?.integrity_check === 'ok' && broken.length === 0
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}

async function isSoundTableByTable(store: Store): Promise<boolean> {
  try {
    const tables = store.db
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0`)
      .pluck()
      .all()
    for (const table of tables) {
      const answer = store.db.pragma(`integrity_check('${String(table)}')`, { simple: true })
      await breathe()
      const broken = store.db.pragma(`foreign_key_check('${String(table)}')`) as unknown[]
      if (answer !== 'ok' || broken.length > 0) return false
      await breathe()
    }
    return true
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  }
}

const isDamage = (error: unknown) => {
  const known = toStoreError(error)
  return known instanceof Error && 'kind' in known && known.kind === 'damaged-store'
}

type Checked = { readonly last: number | undefined; readonly bad: readonly string[]; readonly count: number }

/** A table that cannot be read is one damaged thing; the others are still looked at. */
function guarded(check: () => Checked): Checked {
  try {
    return check()
  } catch (error) {
    if (isDamage(error) || error instanceof SyntaxError) return { last: undefined, bad: ['database'], count: 0 }
    throw error
  }
}

function checkHeaders(store: Store, after: number): Checked {
  const rows = store
    .sql('SELECT id, header, header_hash FROM images WHERE id > ? ORDER BY id LIMIT ?')
    .all(after, slice) as { id: number; header: string; header_hash: string }[]
  const bad = rows.filter(({ header, header_hash }) => hash('sha256', header) !== header_hash)
  return { last: rows.at(-1)?.id, bad: bad.map(({ id }) => `image:${id}`), count: rows.length }
}

function checkAnalyses(store: Store, after: number): Checked {
  const rows = store
    .sql(
      `SELECT id, image_id, frame, model_sha256, state, scores, provenance, preprocessing_version, reasons, failure, row_hash
       FROM analyses WHERE id > ? AND row_hash IS NOT NULL ORDER BY id LIMIT ?`,
    )
    .all(after, slice) as AnalysisRow[]
  const findings = readFindings(
    store,
    rows.map(({ id }) => id),
  )
  const bad = toRecords(rows, findings).filter(
    ({ analysis }) => analysis.state === 'failed' && analysis.failure.kind === 'damaged-store',
  )
  return { last: rows.at(-1)?.id, bad: bad.map(({ id }) => `analysis:${id}`), count: rows.length }
}

function checkReadings(store: Store, after: number): Checked {
  const rows = store
    .sql(`SELECT * FROM readings WHERE id > ? AND kind = 'reading' ORDER BY id LIMIT ?`)
    .all(after, slice) as ReadingRow[]
  const bad = rows.filter((row) => {
    const { id: _id, ...reading } = toReading(store, row)
    return hashReading(reading) !== row.row_hash
  })
  return { last: rows.at(-1)?.id, bad: bad.map(({ id }) => `reading:${id}`), count: rows.length }
}

async function checkObjects(store: Store, verifyObject: VerifyObject) {
  const bad: string[] = []
  let checked = 0
  for (let after = 0; ;) {
    const rows = store
      .sql('SELECT id, sha256 FROM images WHERE id > ? AND copied = 1 ORDER BY id LIMIT ?')
      .all(after, slice) as { id: number; sha256: string }[]
    for (const { id, sha256 } of rows) {
      const found = await verifyObject(sha256)
      checked += 1
      if (found !== 'whole') bad.push(`image:${id}`)
      noteAvailability(store, id, found === 'whole' ? 'available' : found)
    }
    const last = rows.at(-1)
    if (last === undefined) return { bad, checked }
    after = last.id
  }
}
