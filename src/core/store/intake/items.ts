import type { Item, WalkedEntry } from '#core/pipeline/ports.ts'
import type { AuditEvent } from '#shared/audit.ts'
import type { Failure } from '#shared/errors.ts'
import type { Outcome } from '#shared/jobs.ts'
import type { Store } from '#core/store/store.ts'

/** A file of a job, as its row says. */
export type ItemRow = {
  readonly id: number
  readonly job_id: number
  readonly display_path: string
  readonly location: string | null
  readonly bytes: number
  readonly modified_ms: number
  readonly inode: string
  readonly state: 'queued' | 'running' | 'done'
  readonly outcome: Outcome | null
  readonly image_id: number | null
  readonly pending: string | null
}

/** Adds what a walk came upon; what the job knows already stays as it is. */
export function addItems(store: Store, jobId: number, entries: readonly WalkedEntry[]): void {
  const insert = store.sql(
    `INSERT INTO items (job_id, display_path, location, bytes, modified_ms, inode, state, outcome, failure, what)
     VALUES (:jobId, :displayPath, :location, :bytes, :modifiedMs, :inode, :state, :outcome, :failure, :what)
     ON CONFLICT (job_id, display_path) DO NOTHING`,
  )
  store.commit(
    () => entries.filter((entry) => insert.run({ jobId, displayPath: entry.displayPath, ...toColumns(entry) }).changes),
    (added) => added.flatMap((entry) => (entry.kind === 'refused' ? [refusal(store, jobId, entry.failure)] : [])),
  )
}

const noFile = { location: null, bytes: 0, modifiedMs: 0, inode: '', state: 'done', failure: null, what: null }

function toColumns(entry: WalkedEntry) {
  switch (entry.kind) {
    case 'found': {
      const location = JSON.stringify(entry.location)
      return { ...noFile, location, ...entry.identity, state: 'queued', outcome: null }
    }
    case 'refused':
      return { ...noFile, outcome: 'refused', failure: JSON.stringify(entry.failure) }
    case 'skipped':
      return { ...noFile, outcome: 'skipped', what: entry.what }
  }
}

/** What the audit trail says of a file that was refused: never its name. */
export const refusal = (store: Store, jobId: number, failure: Failure): AuditEvent => ({
  action: 'refuse',
  actor: actorOf(store),
  subject: `job:${jobId}`,
  detail: { kind: failure.kind, stage: failure.stage },
})

/** Who acts: the reader of this workstation's last session, else the door. */
export function actorOf(store: Store): string {
  const row = store.sql(`SELECT value FROM settings WHERE key = 'reader'`).get() as { value: string } | undefined
  const reader = row ? (JSON.parse(row.value) as string) : ''
  return reader || store.options.door
}

export function finishWalk(store: Store, jobId: number): void {
  store.keep(() => store.sql('UPDATE jobs SET walked = 1 WHERE id = ?').run(jobId))
}

/** Takes the next files of a job; they are running from then on, and queued again when the program ends before they are done. */
export function claimItems(store: Store, jobId: number, limit: number): readonly Item[] {
  return store.keep(() => {
    const rows = store
      .sql(`SELECT * FROM items WHERE job_id = ? AND state = 'queued' AND outcome IS NULL ORDER BY id LIMIT ?`)
      .all(jobId, limit) as ItemRow[]
    for (const { id } of rows) store.sql(`UPDATE items SET state = 'running' WHERE id = ?`).run(id)
    return rows.map((row) => ({
      itemId: row.id,
      location: JSON.parse(row.location ?? '{}'),
      identity: { bytes: row.bytes, modifiedMs: row.modified_ms, inode: row.inode },
    }))
  })
}

export function settleItem(
  store: Store,
  itemId: number,
  outcome: Outcome,
  with_: { readonly imageId?: number; readonly failure?: Failure; readonly what?: string } = {},
): void {
  store
    .sql(
      `UPDATE items SET state = 'done', outcome = :outcome, image_id = :imageId, failure = :failure, what = :what,
       pending = NULL WHERE id = :itemId`,
    )
    .run({
      itemId,
      outcome,
      imageId: with_.imageId ?? null,
      failure: with_.failure ? JSON.stringify(with_.failure) : null,
      what: with_.what ?? null,
    })
}
