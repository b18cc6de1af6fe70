import { setImmediate as breathe } from 'node:timers/promises'
import type { Store } from '#core/store/store.ts'
import { refreshStudies } from './refresh.ts'

/** Rows made again before others have their turn. */
const slice = 50

/** Marks every study's row as to be made again; inside the transaction of the change that asks for it. */
export function markAllDue(store: Store): void {
  store.sql('INSERT OR IGNORE INTO worklist_due SELECT id FROM studies').run()
}

/** Marks the studies that any version of a model has judged or is to judge. */
export function markModelIdDue(store: Store, modelId: string): void {
  store
    .sql(
      `INSERT OR IGNORE INTO worklist_due SELECT DISTINCT i.study_id FROM models m
       JOIN analyses a ON a.model_sha256 = m.sha256 AND a.replaced = 0 JOIN images i ON i.id = a.image_id
       WHERE m.model_id = ?`,
    )
    .run(modelId)
}

/** Makes the rows that are due again, in slices, so that others are answered in between; a killed one goes on at the next start. */
export async function catchUp(store: Store): Promise<void> {
  for (;;) {
    if (!store.db.open) return
    const due = store.sql('SELECT study_id FROM worklist_due LIMIT ?').pluck().all(slice) as number[]
    if (due.length === 0) return
    store.keep(() => refreshStudies(store, due))
    await breathe()
  }
}
