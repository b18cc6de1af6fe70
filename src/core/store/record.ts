import type { AuditEvent } from '#shared/audit.ts'
import { actorOf } from './intake/items.ts'
import type { Store } from './store.ts'

/** Records what changed nothing in the store: a view, an export, a refusal. */
export function record(store: Store, event: Omit<AuditEvent, 'actor'> & { readonly actor?: string }): void {
  store.commit(() => undefined, [{ ...event, actor: event.actor ?? actorOf(store) }])
}

/** Records the end of the program and closes the database. */
export function stop(store: Store): void {
  record(store, { action: 'stop', subject: 'program', detail: {} })
  store.close()
}
