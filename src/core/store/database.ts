import { chmodSync, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { TriageError } from '#shared/errors.ts'
import { requireOwnSchema } from './migrate.ts'
import { toStoreError } from './store-error.ts'

/** Readers and writers of the database are this user's alone. */
const fileMode = 0o600

/** From this version on the WAL-reset defect of SQLite is mended. */
const oldestSqlite = [3, 51, 3]

export type OpenedDatabase = {
  readonly db: Database.Database
  /** `wal`, or `delete` where the drive does not carry shared memory. */
  readonly journalMode: string
}

/**
 * Opens the one database of a data folder for this process alone, durable at every commit: WAL (DELETE on a network
 * drive), `synchronous=FULL`, foreign keys; each is read back. Refuses a folder in use, a damaged file and what is no database.
 */
export function openDatabase(path: string, onNetworkDrive: boolean): OpenedDatabase {
  if (!existsSync(dirname(path))) {
    throw new TriageError('missing', 'Expected the data folder where it was; it is not there.', 'store')
  }
  let db: Database.Database | undefined
  try {
    db = new Database(path, { timeout: 0 })
    if (existsSync(path)) chmodSync(path, fileMode)
    refuseOldSqlite(db)
    // Taken with the first read and held until the end: a second instance is refused at once.
    db.pragma('locking_mode = EXCLUSIVE')
    requireOwnSchema(db)
    const journalMode = setJournal(db, onNetworkDrive)
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    db.pragma('trusted_schema = OFF')
    db.pragma('cell_size_check = ON')
    db.pragma('temp_store = MEMORY')
    db.pragma('cache_size = -65536')
    expectPragma(db, 'synchronous', 2)
    expectPragma(db, 'foreign_keys', 1)
    // Writing takes the lock now, not at the first change.
    db.exec('BEGIN EXCLUSIVE; COMMIT')
    return { db, journalMode }
  } catch (error) {
    db?.close()
    throw toStoreError(error)
  }
}

function setJournal(db: Database.Database, onNetworkDrive: boolean): string {
  const wanted = onNetworkDrive ? 'delete' : 'wal'
  const got = String(db.pragma(`journal_mode = ${wanted}`, { simple: true }))
  if (got === wanted) return got
  // A drive that cannot do WAL answers with another mode: the rollback journal is durable everywhere.
  return String(db.pragma('journal_mode = DELETE', { simple: true }))
}

function expectPragma(db: Database.Database, name: string, value: number): void {
  const got = db.pragma(name, { simple: true })
  if (got !== value) throw new Error(`${name} is ${String(got)}, not ${value}`)
}

function refuseOldSqlite(db: Database.Database): void {
  const version = db.prepare('SELECT sqlite_version()').pluck().get() as string
  const parts = version.split('.').map(Number)
  const difference = oldestSqlite.map((part, i) => (parts[i] ?? 0) - part).find((each) => each !== 0) ?? 0
  if (difference < 0) {
    throw new TriageError(
      'damaged-store',
      `Expected SQLite ${oldestSqlite.join('.')} or later; came ${version}.`,
      'store',
    )
  }
}
