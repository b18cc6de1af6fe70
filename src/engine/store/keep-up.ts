import { catchUp, isBehind } from '#core/store/index.ts'
import { isTriageError } from '#shared/errors.ts'
import type { Holder } from './holder.ts'

/** How often rows of the list that were put off are made again. */
const everyMs = 500

/** Makes the list's rows again that are due, now and while the process lives; never holds it open. */
export function keepUp(held: Holder): void {
  const timer = setInterval(() => {
    if (held.store.db.open && isBehind(held.store)) catchUp(held.store).catch(ignoreExpected)
  }, everyMs)
  timer.unref()
}

/** A full drive: the rows stay due and are tried again. */
function ignoreExpected(error: unknown): void {
  if (!isTriageError(error)) throw error
}
