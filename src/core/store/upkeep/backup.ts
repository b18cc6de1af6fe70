import { chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync, copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TriageError } from '#shared/errors.ts'
import { actorOf } from '#core/store/intake/items.ts'
import { syncFile, syncFolder } from '#core/store/sync.ts'
import { openStore, type Store, type StoreOptions } from '#core/store/store.ts'
import { toStoreError } from '#core/store/store-error.ts'

/** Pages that are copied at a time where others are to be answered meanwhile: a few milliseconds. */
const pagesAtATime = 200

/**
 * Writes a copy of the database to a new file, whole or not at all. Copied originals are not in it. A compact one is written
 * in one go; one that lets others work meanwhile has every page, and what is changed during it.
 */
export async function backUpStore(
  store: Store,
  path: string,
  { whileOthersWork = false } = {},
): Promise<{ readonly bytes: number }> {
  const unfinished = `${path}.part`
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    rmSync(unfinished, { force: true })
    store.commit(() => undefined, [{ action: 'backup', actor: actorOf(store), subject: 'store', detail: {} }])
    if (whileOthersWork) await store.db.backup(unfinished, { progress: () => pagesAtATime })
    else store.sql('VACUUM INTO ?').run(unfinished)
    chmodSync(unfinished, 0o600)
    // SQLite leaves the copy unsynced.
    syncFile(unfinished)
    renameSync(unfinished, path)
    syncFolder(dirname(path))
    return { bytes: statSync(path).size }
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw toStoreError(error)
  }
}

/**
 * Puts a backup in the place of the database. What was there is moved into `backups`, never deleted, damaged or not. The
 * audit trail goes on from the backup's, and says so.
 */
export function restoreStore(options: StoreOptions, backup: string): Store {
  if (!existsSync(backup)) throw new TriageError('missing', 'Expected a backup; there is no such file.', 'store')
  const stamp = options
    .now()
    .toISOString()
    .replaceAll(/[^0-9]/g, '')
  const folder = join(options.dataFolder, 'backups')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const candidate = `${options.database}.restored`
  copyFileSync(backup, candidate)
  chmodSync(candidate, 0o600)
  requireStore(options, candidate)
  syncFile(candidate)
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    const part = `${options.database}${suffix}`
    if (existsSync(part)) renameSync(part, join(folder, `replaced-${stamp}.sqlite${suffix}`))
  }
  renameSync(candidate, options.database)
  syncFolder(options.dataFolder)
  rmSync(options.auditHead, { force: true })
  const store = openStore({ ...options, trustsChain: true })
  store.commit(
    () => undefined,
    [{ action: 'backup', actor: actorOf(store), subject: 'store', detail: { restored: true } }],
  )
  return store
}

/** Refuses a file that is no intact database of ours before anything is moved. */
function requireStore(options: StoreOptions, candidate: string): void {
  const auditHead = `${candidate}-head`
  try {
    const store = openStore({ ...options, database: candidate, auditHead, trustsChain: true })
    const answer = store.db.pragma('quick_check(1)', { simple: true })
    store.db.pragma('journal_mode = DELETE')
    store.close()
    if (answer !== 'ok') throw new TriageError('damaged-store', 'Expected an intact backup; it is damaged.', 'store')
  } catch (error) {
    for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(`${candidate}${suffix}`, { force: true })
    throw error
  } finally {
    rmSync(auditHead, { force: true })
  }
}
