import { ask, listen } from '#renderer/bridge.ts'
import {
  adoptPage,
  appendPage,
  emptyList,
  type ListState,
  type Query,
  refreshRows,
  selectBy,
  triageOrder,
} from './list-state.ts'

const pageRows = 200
/** Fetched ahead of a scroll, less at a time: a large answer holds up the frame in which it arrives. */
const rowsAhead = 40
/** So many rows from the top are brought up to date while a batch runs. */
const liveRows = 1_000
const refreshMs = 1_000

/** The worklist of the window: one for all screens, so that it is where it was when a person comes back from a study. */
export class ListStore {
  #state = emptyList({ filter: {}, sort: triageOrder })
  readonly #listeners = new Set<() => void>()
  /** Counts what was asked for; an answer to an older question is let go. */
  #question = 0
  #fetchingMore = false
  #refreshDue = false
  #begun = false
  /** True while a person has the list under the pointer. */
  attended = false

  readonly read = (): ListState => this.#state

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    if (!this.#begun) this.#listen()
    return () => this.#listeners.delete(listener)
  }

  /** Asks another question: another filter or order. */
  ask(query: Query): void {
    this.#set({ ...this.#state, query })
    void this.#adopt()
  }

  /** Forgets everything that was fetched and asks anew: for other eyes. */
  begin(query: Query): void {
    this.#question += 1
    this.#set(emptyList(query))
    void this.#adopt()
  }

  /** Takes the order as it is now. */
  sortAnew(): void {
    void this.#adopt()
  }

  select(studyId: number | undefined): void {
    this.#set({ ...this.#state, selectedId: studyId })
  }

  selectBy(step: number): void {
    this.#set(selectBy(this.#state, step))
    const { entries, next, selectedId } = this.#state
    if (next !== undefined && entries.slice(-20).some(({ row }) => row.studyId === selectedId)) this.fetchMore()
  }

  /** Fetches what comes after the last row, unless it is on its way: little where nobody waits for it yet. */
  fetchMore(isAhead = false): void {
    if (this.#fetchingMore || this.#state.next === undefined) return
    this.#fetchingMore = true
    const question = this.#question
    const { query, next } = this.#state
    ask('worklist:list', { ...query, after: next, limit: isAhead ? rowsAhead : pageRows })
      .finally(() => {
        this.#fetchingMore = false
      })
      .then((page) => question === this.#question && this.#set(appendPage(this.#state, page)))
      .catch((error: Error) => this.#set({ ...this.#state, error }))
  }

  /** Once for the life of the window. */
  #listen(): void {
    this.#begun = true
    void this.#adopt()
    listen('worklist:changed', () => this.#refreshSoon())
    listen('study:changed', () => this.#refreshSoon())
  }

  async #adopt(): Promise<void> {
    this.#question += 1
    const question = this.#question
    try {
      const page = await ask('worklist:list', { ...this.#state.query, limit: pageRows })
      if (question === this.#question) this.#set(adoptPage(this.#state, page))
    } catch (error) {
      if (question === this.#question) this.#set({ ...this.#state, error: error as Error })
    }
  }

  #refreshSoon(): void {
    if (this.#refreshDue) return
    this.#refreshDue = true
    setTimeout(() => {
      this.#refreshDue = false
      void this.#refresh()
    }, refreshMs)
  }

  /** Nobody has a study in hand or under the pointer: the list may order itself. Else only its rows are renewed. */
  async #refresh(): Promise<void> {
    if (this.#state.selectedId === undefined && !this.attended) return this.#adopt()
    const question = this.#question
    let after: string | undefined
    let seen = 0
    const goal = Math.min(liveRows, this.#state.entries.length + pageRows)
    try {
      do {
        const page = await ask('worklist:list', {
          ...this.#state.query,
          limit: pageRows,
          ...(after !== undefined && { after }),
        })
        if (question !== this.#question) return
        this.#set(refreshRows(this.#state, page.rows, page.counts))
        seen += page.rows.length
        after = page.next
      } while (after !== undefined && seen < goal)
    } catch (error) {
      this.#set({ ...this.#state, error: error as Error })
    }
  }

  #set(state: ListState): void {
    if (state === this.#state) return
    this.#state = state
    for (const listener of this.#listeners) listener()
  }
}
