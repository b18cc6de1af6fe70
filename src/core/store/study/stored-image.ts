import type { Header } from '#shared/header.ts'
import type { Analysis, StoredImage } from '#shared/study.ts'

export type ImageRow = {
  readonly id: number
  readonly series_id: number
  readonly header: string
  readonly availability: StoredImage['availability']
  readonly copied: number
  readonly conflict: 'none' | 'open' | 'settled'
}

/** The columns of `images` that make an `ImageRow`. */
export const imageColumns = 'id, series_id, header, availability, copied, conflict'

/** An image for the window, with what the caller may be told of it. */
export const toStoredImage = (row: ImageRow, analyses: readonly Analysis[]): StoredImage => ({
  id: row.id,
  seriesId: row.series_id,
  header: JSON.parse(row.header) as Header,
  availability: row.availability,
  copied: row.copied === 1,
  conflict: row.conflict === 'open',
  analyses: [...analyses],
})
