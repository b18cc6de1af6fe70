import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type Database from 'better-sqlite3'
import { TriageError } from '#shared/errors.ts'
import { applicationId } from './migrations/001-scans.ts'
import { migrations } from './migrations/index.ts'
import { syncFile, syncFolder } from './sync.ts'
import type { Migration } from './migrations/migration.ts'

/** Backups from before a migration that are kept. */
const kept = 3

const newest = (steps: readonly Migration[]) => steps.at(-1)?.version ?? 0

/** The schema of a database; refuses one that is newer than the program, and a database that another program made. Changes nothing. */
export function requireOwnSchema(db: Database.Database, steps: readonly Migration[] = migrations): number {
  const from = Number(db.pragma('user_version', { simple: true }))
  const to = newest(steps)
  const isOurs = db.pragma('application_id', { simple: true }) === applicationId
  if (!isOurs && db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() !== 0) {
    throw new TriageError(
      'damaged-store',
      'Expected a Firstlook database; another program made this one. It was left as it is.',
      'store',
    )
  }
  if (from > to) {
    throw new TriageError(
      'newer-schema',
      `Expected a data folder of schema ${to} or older; it has schema ${from}. Open it with the newer version of the program.`,
      'store',
    )
  }
  return from
}

/**
 * Brings the schema to this program's version, each step in one transaction, after a backup of what was there. Refuses a
 * schema that is newer than the program, and a database that another program made.
 */
export function migrate(
  db: Database.Database,
  backups: string,
  now: Date,
  steps: readonly Migration[] = migrations,
): { readonly from: number; readonly to: number } {
  const from = requireOwnSchema(db, steps)
  const to = newest(steps)
  if (from > 0 && from < to) backUp(db, backups, from, now)
  for (const step of steps.filter(({ version }) => version > from)) apply(db, step)
  return { from, to }
}

function apply(db: Database.Database, step: Migration): void {
  const run = db.transaction(() => {
    for (const statement of step.statements) db.exec(statement)
    db.pragma(`user_version = ${step.version}`)
  })
  run.immediate()
}

function backUp(db: Database.Database, folder: string, version: number, now: Date): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const stamp = now.toISOString().replaceAll(/[^0-9]/g, '')
  const path = join(folder, `before-migration-${stamp}-schema-${version}.sqlite`)
  if (existsSync(path)) rmSync(path)
  db.prepare('VACUUM INTO ?').run(path)
  chmodSync(path, 0o600)
  syncFile(path)
  syncFolder(folder)
  const all = readdirSync(folder)
    .filter((name) => name.startsWith('before-migration-'))
    .sort()
  for (const name of all.slice(0, -kept)) rmSync(join(folder, name))
}
