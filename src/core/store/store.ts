import { join } from 'node:path'
import type Database from 'better-sqlite3'
import type { groupOfStudy, thresholdsInUse } from '#core/triage/index.ts'
import type { AuditEvent } from '#shared/audit.ts'
import { TriageError } from '#shared/errors.ts'
import { type AuditChain, openAuditChain } from './audit-chain.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { toStoreError } from './store-error.ts'

/** The rules of triage, which the store applies in the transaction of each change and knows nothing of. */
type TriageRules = {
  readonly groupOfStudy: typeof groupOfStudy
  readonly thresholdsInUse: typeof thresholdsInUse
}

export type StoreOptions = {
  readonly dataFolder: string
  readonly database: string
  readonly auditHead: string
  readonly onNetworkDrive: boolean
  readonly rules: TriageRules
  readonly now: () => Date
  /** Who stands in the audit trail where no reader is named. */
  readonly door: string
  /** A backup takes its place: its chain is whole without a head. */
  readonly trustsChain?: boolean
}

export type Store = {
  readonly options: StoreOptions
  readonly db: Database.Database
  readonly journalMode: string
  readonly audit: AuditChain
  /** A prepared statement, kept. */
  sql(text: string): Database.Statement
  /** One change and what the audit trail says of it: both, or neither. Returns when both are durable. */
  commit<T>(change: () => T, events: readonly AuditEvent[] | ((result: T) => readonly AuditEvent[])): T
  /** A change of the queue's own bookkeeping, which tells nobody anything. */
  keep<T>(change: () => T): T
  now(): string
  close(): void
}

/** Opens the store of a data folder, or says why not; makes it where there is none. Damaged files are left as they are. */
export function openStore(options: StoreOptions): Store {
  const { db, journalMode } = openDatabase(options.database, options.onNetworkDrive)
  try {
    migrate(db, join(options.dataFolder, 'backups'), options.now())
    requireSound(db)
    return createStore(options, db, journalMode)
  } catch (error) {
    db.close()
    throw toStoreError(error)
  }
}

/** Looked at first after an end that was none; the large tables are left to a check that a person asks for. */
const looksFirst = ['settings', 'jobs', 'models', 'thresholds', 'patients', 'studies', 'series', 'readings', 'worklist']
const lookMs = 300

/** After an end that was none – a kill, a power loss – the file's structure is looked at for a moment before anything is built on it. */
function requireSound(db: Database.Database): void {
  const last = db.prepare('SELECT action FROM audit ORDER BY sequence DESC LIMIT 1').pluck().get()
  if (last === 'stop' || last === undefined) return
  const begun = performance.now()
  for (const table of looksFirst) {
    if (performance.now() - begun > lookMs) return
    if (db.pragma(`quick_check('${table}')`, { simple: true }) !== 'ok') {
      throw new TriageError(
        'damaged-store',
        'Expected an intact database; it is damaged. It was left as it is: restore a backup.',
        'store',
      )
    }
  }
}

function createStore(options: StoreOptions, db: Database.Database, journalMode: string): Store {
  const audit = openAuditChain(db, options.auditHead, options.trustsChain)
  const statements = new Map<string, Database.Statement>()
  const now = () => options.now().toISOString()

  function run<T>(change: () => T): T {
    const transaction = db.transaction(() => {
      const result = change()
      audit.announce()
      return result
    })
    try {
      // Inside another change this is part of that one.
      if (db.inTransaction) return change()
      const result = transaction.immediate()
      audit.confirm()
      return result
    } catch (error) {
      if (!db.inTransaction) audit.withdraw()
      throw toStoreError(error)
    }
  }

  return {
    options,
    db,
    journalMode,
    audit,
    now,
    sql(text) {
      const known = statements.get(text)
      if (known) return known
      const statement = db.prepare(text)
      statements.set(text, statement)
      return statement
    },
    commit: (change, events) =>
      run(() => {
        const result = change()
        audit.append(typeof events === 'function' ? events(result) : events, now())
        return result
      }),
    keep: run,
    close() {
      if (db.open) db.close()
    },
  }
}
