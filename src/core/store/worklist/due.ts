import { setImmediate as breathe } from 'node:timers/promises'
import type { Store } from '#core/store/store.ts'
import { refreshDue } from './refresh.ts'

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
export function catchUp(store: Store): Promise<void> {
  // Whoever comes while it is under way waits for the same run, and for one more round of it.
  const before = underWay.get(store)?.catch(() => {}) ?? Promise.resolve()
  const running = before.then(() => catchUpOnce(store))
  underWay.set(store, running)
  return running
}

const underWay = new WeakMap<Store, Promise<void>>()

async function catchUpOnce(store: Store): Promise<void> {
  for (;;) {
    if (!store.db.open) return
    const due = store.sql('SELECT study_id FROM worklist_due LIMIT ?').pluck().all(slice) as number[]
    if (due.length === 0) return
    store.keep(() => refreshDue(store, due))
    await breathe()
  }
}

/** Whether any row is due. */
export function isBehind(store: Store): boolean {
  return store.sql('SELECT 1 FROM worklist_due LIMIT 1').get() !== undefined
}
