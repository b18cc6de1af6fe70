import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { openDataFolder } from '#engine/store/open.ts'
import { isTriageError } from '#shared/errors.ts'
import { soundness } from '#bench/kills/read-content.ts'
import type { Acknowledged } from './acknowledged.ts'
import type { Contents } from './drive.ts'
import { addModel } from './record-import.ts'

/** Puts what a power cut left where the recorded program had it. */
export function layOut(dataFolder: string, { folders, files }: Contents): void {
  rmSync(dataFolder, { recursive: true, force: true })
  addModel(dataFolder)
  for (const folder of [...folders].sort()) {
    // A folder whose own folder was lost is lost.
    if (existsSync(dirname(folder))) mkdirSync(folder, { recursive: true, mode: 0o700 })
  }
  for (const [path, bytes] of files) if (existsSync(dirname(path))) writeFileSync(path, bytes, { mode: 0o600 })
  startAnew(join(dataFolder, 'audit-head.json'))
}

/** After a power cut the machine has another boot id than the one that the head of the audit trail was written under. */
function startAnew(auditHead: string): void {
  if (!existsSync(auditHead)) return
  const text = readFileSync(auditHead, 'utf8')
  writeFileSync(auditHead, text.replace(/("boot":")[^"]*/, `$1${randomUUID()}`))
}

/** What is wrong after a power cut: what the store had promised and does not hold, and everything that is not whole. */
export async function judgeFolder(dataFolder: string, promised: readonly Acknowledged[]): Promise<string[]> {
  try {
    const store = await openDataFolder({ role: 'store', dataFolder, appVersion: '0', door: 'cli' })
    const problems = promised.filter((what) => !isKept(store.db, what)).map((what) => `lost: ${JSON.stringify(what)}`)
    problems.push(...(await soundness(store)))
    store.close()
    return problems
  } catch (error) {
    if (isTriageError(error)) return [`cannot be opened: ${error.kind}`]
    throw error
  }
}

type Database = Awaited<ReturnType<typeof openDataFolder>>['db']

function isKept(db: Database, what: Acknowledged): boolean {
  const one = (sql: string, id: number) => db.prepare(sql).pluck().get(id)
  if ('job' in what) return one('SELECT id FROM jobs WHERE id = ?', what.job) !== undefined
  if ('item' in what) return one('SELECT outcome FROM items WHERE id = ?', what.item) === what.outcome
  return one('SELECT state FROM analyses WHERE id = ?', what.analysis) === what.state
}
