import type { Store } from '#core/store/store.ts'

const held = new WeakMap<Store, string>()

/**
 * Puts the studies that a search finds into a table of this connection, where the list looks them up row by row. They are
 * found once for each state of the list, and the pages that follow use them again.
 */
export function holdHits(store: Store, match: string): void {
  const revision = store.sql('SELECT revision FROM list_state').pluck().get() as number
  const wanted = `${revision} ${match}`
  if (held.get(store) === wanted) return
  store.db.exec('CREATE TEMP TABLE IF NOT EXISTS search_hits (id INTEGER PRIMARY KEY)')
  store.db.exec('DELETE FROM search_hits')
  store.sql('INSERT INTO search_hits SELECT rowid FROM study_text WHERE study_text MATCH ?').run(match)
  held.set(store, wanted)
}
