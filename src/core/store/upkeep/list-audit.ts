import type { ReplyOf } from '#shared/contract.ts'
import type { AuditRecord } from '#shared/audit.ts'
import type { Store } from '#core/store/store.ts'
import { fromNext, toNext } from '#core/store/worklist/order.ts'

type Row = Omit<AuditRecord, 'detail'> & { readonly detail: string }

/** The audit trail, the latest record first. */
export function listAudit(
  store: Store,
  { after, limit }: { after?: string | undefined; limit: number },
): ReplyOf<'audit:list'> {
  const [before = Number.MAX_SAFE_INTEGER] = after === undefined ? [] : fromNext(after, 1)
  const rows = store
    .sql('SELECT * FROM audit WHERE sequence < ? ORDER BY sequence DESC LIMIT ?')
    .all(before, limit + 1) as Row[]
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { rows: rows.slice(0, limit).map(toRecord), ...(last ? { next: toNext([last.sequence]) } : {}) }
}

const toRecord = (row: Row): AuditRecord => ({ ...row, detail: JSON.parse(row.detail) as AuditRecord['detail'] })
