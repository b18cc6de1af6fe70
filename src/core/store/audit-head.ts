import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { syncFolder } from './sync.ts'

/** Number of records and hash of the last one. */
export type ChainEnd = { readonly count: number; readonly hash: string }

export type AuditBreak = 'edited' | 'missing' | 'truncated' | 'replaced' | 'head-missing'

/**
 * What stands of the audit chain outside the database. It is written before a commit and after it, so that a chain that
 * ends neither at `from` nor at `to` was changed by somebody else.
 */
export type AuditHead = {
  readonly from: ChainEnd
  readonly to: ChainEnd
  /** Which start of the machine wrote it: only a power loss may leave the file behind the database. */
  readonly boot: string
  /** What was found wrong at a start. It stays until the data folder is restored. */
  readonly broken?: { readonly why: AuditBreak; readonly brokenAt: number } | undefined
}

/** The hash before the first record. */
export const chainStart: ChainEnd = { count: 0, hash: '0'.repeat(64) }

const thisBoot = readBoot()

/** The head file; undefined when it is missing or no head. */
export function readAuditHead(path: string): AuditHead | undefined {
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<AuditHead> | null
    return isEnd(value?.from) && isEnd(value.to) ? (value as AuditHead) : undefined
  } catch {
    return undefined
  }
}

/** A drive writes its smallest piece wholly or not at all. */
const sectorBytes = 512

/**
 * Writes the head over the one that is there, within one sector: a power loss leaves the old one or the new one, never
 * half of one, and needs no sync of its own at each commit.
 */
export function writeAuditHead(path: string, head: Omit<AuditHead, 'boot'>): void {
  const text = `${JSON.stringify({ ...head, boot: thisBoot }).padEnd(sectorBytes - 1)}\n`
  if (Buffer.byteLength(text) !== sectorBytes) throw new Error('a head that is longer than a sector')
  if (statSync(path, { throwIfNoEntry: false })?.size !== sectorBytes) return makeAuditHead(path, text)
  const file = openSync(path, 'r+')
  try {
    writeSync(file, text, 0)
    // Where a power loss cannot be told from an edit, the file must never be behind.
    if (thisBoot === '') fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** The first one: its bytes and its name are on the drive before any record is. */
function makeAuditHead(path: string, text: string): void {
  writeSynced(`${path}.new`, text)
  renameSync(`${path}.new`, path)
  syncFolder(dirname(path))
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Whether a chain that ends at `end` is the one that the head tells of, and if not, what became of it. */
export function judgeEnd(
  head: AuditHead | undefined,
  end: ChainEnd,
  hashAt: (count: number) => string | undefined,
): { readonly why: AuditBreak; readonly brokenAt: number } | undefined {
  if (!head) return end.count === 0 ? undefined : { why: 'head-missing', brokenAt: 1 }
  if (head.broken) return head.broken
  if ([head.from, head.to].some(({ count, hash }) => count === end.count && hash === end.hash)) return undefined
  if (end.count < head.from.count) return { why: 'truncated', brokenAt: end.count + 1 }
  if (hashAt(head.from.count) !== head.from.hash) return { why: 'replaced', brokenAt: head.from.count }
  const afterPowerLoss = thisBoot !== '' && head.boot !== thisBoot
  return afterPowerLoss ? undefined : { why: 'edited', brokenAt: head.from.count + 1 }
}

const isEnd = (value: ChainEnd | undefined): value is ChainEnd =>
  typeof value?.count === 'number' && typeof value.hash === 'string'

function readBoot(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
