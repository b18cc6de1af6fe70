import { hash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type Database from 'better-sqlite3'
import type { AuditEvent, AuditVerification } from '#shared/audit.ts'
import { type ChainEnd, chainStart, judgeEnd, readAuditHead, writeAuditHead } from './audit-head.ts'

type Row = Readonly<Record<'at' | 'action' | 'actor' | 'subject' | 'detail' | 'hash', string>> & {
  readonly sequence: number
}

const sliceRows = 5_000

/** Each record's hash covers its content, its number and the hash before it. */
function chain(before: string, row: Omit<Row, 'hash'>): string {
  return hash('sha256', JSON.stringify([before, row.sequence, row.at, row.action, row.actor, row.subject, row.detail]))
}

export type AuditChain = ReturnType<typeof openAuditChain>

/** The append-only chain of audit records in the database, with its end in a file beside it. */
export function openAuditChain(db: Database.Database, headPath: string, trusted = false) {
  const last = db.prepare('SELECT sequence AS count, hash FROM audit ORDER BY sequence DESC LIMIT 1')
  const hashAt = db.prepare('SELECT hash FROM audit WHERE sequence = ?').pluck()
  const insert = db.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?)')
  const readEnd = () => (last.get() as ChainEnd | undefined) ?? chainStart
  const hashOf = (count: number) => (count === 0 ? chainStart.hash : (hashAt.get(count) as string | undefined))
  let end = readEnd()
  let durable = end
  const broken = trusted ? undefined : judgeEnd(readAuditHead(headPath), end, hashOf)
  writeAuditHead(headPath, { from: end, to: end, broken })

  return {
    /** What was found wrong with the end of the chain when it was opened. */
    broken,
    /** Adds records; only inside the transaction of the change that they tell. */
    append(events: readonly AuditEvent[], at: string): void {
      for (const { action, actor, subject, detail } of events) {
        const row = { sequence: end.count + 1, at, action, actor, subject, detail: JSON.stringify(detail) }
        const next = chain(end.hash, row)
        insert.run(row.sequence, at, action, actor, subject, row.detail, next)
        end = { count: row.sequence, hash: next }
      }
    },
    /** Last thing in a transaction: the file knows where the chain is about to end. */
    announce(): void {
      if (end !== durable) writeAuditHead(headPath, { from: durable, to: end, broken })
    },
    /** After the commit. */
    confirm(): void {
      if (end === durable) return
      durable = end
      writeAuditHead(headPath, { from: end, to: end, broken })
    },
    /** After a transaction that was rolled back. */
    withdraw(): void {
      end = readEnd()
      durable = end
    },
    /** Whether every record is there as it was written. Reads in slices. */
    verify: () => verifyChain(db, headPath),
  }
}

async function verifyChain(db: Database.Database, headPath: string): Promise<AuditVerification> {
  const slice = db.prepare('SELECT * FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?')
  const head = readAuditHead(headPath)
  const landmarks = new Map<number, string>([[0, chainStart.hash]])
  let end = chainStart
  // Records that come while it reads belong to the next time.
  const until = (db.prepare('SELECT max(sequence) FROM audit').pluck().get() as number | null) ?? 0
  while (end.count < until) {
    const rows = slice.all(end.count, Math.min(sliceRows, until - end.count)) as Row[]
    for (const row of rows) {
      const found = { intact: false, records: end.count }
      if (row.sequence !== end.count + 1) return { ...found, brokenAt: end.count + 1, why: 'missing' }
      if (chain(end.hash, row) !== row.hash) return { ...found, brokenAt: row.sequence, why: 'edited' }
      end = { count: row.sequence, hash: row.hash }
      if (end.count === head?.from.count) landmarks.set(end.count, end.hash)
    }
    await breathe()
  }
  const wrong = judgeEnd(head, end, (count) => landmarks.get(count))
  return wrong ? { intact: false, records: end.count, ...wrong } : { intact: true, records: end.count }
}
