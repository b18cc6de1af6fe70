import { statSync } from 'node:fs'
import type { Store } from '#core/store/store.ts'

/** How the store stands, for a person who asks. */
export type StoreState = {
  readonly journalMode: string
  readonly synchronous: string
  readonly sqliteVersion: string
  readonly schema: number
  /** Of the database and of the copied originals. */
  readonly bytes: number
  readonly studies: number
  readonly images: number
  readonly unfinishedJobs: number
  /** What a person should know, in sentences. */
  readonly notices: readonly string[]
}

export function readStoreState(store: Store): StoreState {
  const count = (text: string) => store.sql(text).pluck().get() as number
  const size = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  const { database } = store.options
  const copied = count(
    'SELECT coalesce(sum(bytes), 0) FROM (SELECT DISTINCT sha256, bytes FROM images WHERE copied = 1)',
  )
  return {
    journalMode: store.journalMode,
    synchronous: ['OFF', 'NORMAL', 'FULL', 'EXTRA'][store.db.pragma('synchronous', { simple: true }) as number] ?? '',
    sqliteVersion: store.sql('SELECT sqlite_version()').pluck().get() as string,
    schema: store.db.pragma('user_version', { simple: true }) as number,
    bytes: size(database) + size(`${database}-wal`) + copied,
    studies: count('SELECT count(*) FROM studies'),
    images: count('SELECT count(*) FROM images'),
    unfinishedJobs: count(`SELECT count(*) FROM jobs WHERE state IN ('running', 'waiting')`),
    notices: [
      ...(store.journalMode === 'wal'
        ? []
        : ['The data folder lies on a network drive: the database works there in a slower mode that is safe.']),
      ...(store.audit.broken ? ['The audit trail was changed from outside; "audit verify" says where.'] : []),
    ],
  }
}
