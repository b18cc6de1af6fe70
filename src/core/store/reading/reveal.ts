import type { Store } from '#core/store/store.ts'

/** From now on a reading of this study by this reader is not unaided. */
export function noteReveal(store: Store, reader: string, studyId: number): void {
  store.sql('INSERT OR IGNORE INTO reveals VALUES (?, ?)').run(reader, studyId)
}
