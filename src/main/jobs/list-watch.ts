import type { Engine } from '#engine/broker/index.ts'
import type { WorklistCounts } from '#shared/worklist.ts'
import type { Tell } from '#main/shell.ts'

type Seen = { readonly revision: number; readonly counts: WorklistCounts }

type Options = {
  readonly engine: Engine
  readonly tell: Tell
  /** More studies stand flagged than before. Never called for an unaided list, which tells no groups. */
  readonly onFlagged: (count: number) => void
}

/** Looks at the list when something may have changed it, and tells the window what did. */
export class ListWatch {
  readonly #options: Options
  #seen: Seen | undefined
  #looking: Promise<void> | undefined
  #again = false

  constructor(options: Options) {
    this.#options = options
  }

  /** Looks now, or once more after the look that is under way. */
  look(): Promise<void> {
    this.#again = true
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #look(): Promise<void> {
    while (this.#again) {
      this.#again = false
      try {
        const { revision, counts } = await this.#options.engine.store.worklistList({
          filter: {},
          sort: { by: 'triage', descending: false },
          limit: 1,
        })
        this.#compare({ revision, counts })
      } catch {
        // The store is closing or starts again: the next look tells.
      }
    }
  }

  #compare(now: Seen): void {
    const before = this.#seen
    this.#seen = now
    if (!before || before.revision === now.revision) return
    const arrived = Math.max(0, now.counts.total - before.counts.total)
    this.#options.tell('worklist:changed', { revision: now.revision, arrived })
    const flagged = now.counts.flagged - before.counts.flagged
    if (flagged > 0) this.#options.onFlagged(flagged)
  }
}
