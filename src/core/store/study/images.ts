import { TriageError } from '#shared/errors.ts'
import type { Location } from '#core/pipeline/ports.ts'
import type { Header } from '#shared/header.ts'
import type { StoredImage } from '#shared/study.ts'
import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'

/** Where an image's bytes lie and what is known of them: what decode needs to open it. */
export type ImageLocation = {
  readonly imageId: number
  readonly studyId: number
  readonly location: Location
  readonly displayPath: string
  readonly bytes: number
  readonly sha256: string | undefined
  readonly copied: boolean
  readonly availability: StoredImage['availability']
  readonly header: Header
}

type Row = {
  readonly id: number
  readonly study_id: number
  readonly location: string
  readonly display_path: string
  readonly bytes: number
  readonly sha256: string | null
  readonly copied: number
  readonly availability: StoredImage['availability']
  readonly header: string
}

const columns = 'id, study_id, location, display_path, bytes, sha256, copied, availability, header'

export function readImageLocation(store: Store, imageId: number): ImageLocation {
  const row = store.sql(`SELECT ${columns} FROM images WHERE id = ?`).get(imageId) as Row | undefined
  if (!row) {
    throw new TriageError('not-found', 'Expected an image of this data folder; there is none of that number.', 'store')
  }
  return toImageLocation(row)
}

function toImageLocation(row: Row): ImageLocation {
  return {
    imageId: row.id,
    studyId: row.study_id,
    location: JSON.parse(row.location) as Location,
    displayPath: row.display_path,
    bytes: row.bytes,
    sha256: row.sha256 ?? undefined,
    copied: row.copied === 1,
    availability: row.availability,
    header: JSON.parse(row.header) as Header,
  }
}

/** The small picture of an image, encoded; undefined until it was analysed. */
export function readThumbnail(store: Store, imageId: number): Uint8Array | undefined {
  return store.sql('SELECT bytes FROM thumbnails WHERE image_id = ?').pluck().get(imageId) as Uint8Array | undefined
}

/** Originals that are not where they were, for a search in another folder. */
export function listLost(store: Store): readonly ImageLocation[] {
  const rows = store
    .sql(`SELECT ${columns} FROM images WHERE availability IN ('missing', 'changed') AND copied = 0 ORDER BY id`)
    .all() as Row[]
  return rows.map(toImageLocation)
}

/** Notes what became of an original when it was opened. */
export function noteAvailability(store: Store, imageId: number, availability: StoredImage['availability']): void {
  const note = store.sql('UPDATE images SET availability = ? WHERE id = ? AND availability <> ?')
  const known = store.sql('SELECT availability FROM images WHERE id = ?').pluck().get(imageId)
  if (known === undefined || known === availability) return
  store.commit(
    () => note.run(availability, imageId, availability),
    availability === 'available'
      ? []
      : [{ action: 'check-failed', actor: actorOf(store), subject: `image:${imageId}`, detail: { availability } }],
  )
}

/** Points images to where their originals were found again. */
export function relinkImages(
  store: Store,
  found: readonly {
    readonly imageId: number
    readonly path: string
    readonly modifiedMs: number
    readonly inode: string
  }[],
): number {
  const update = store.sql(
    `UPDATE images SET location = ?, display_path = ?, modified_ms = ?, inode = ?, availability = 'available' WHERE id = ?`,
  )
  store.commit(
    () => {
      for (const { imageId, path, modifiedMs, inode } of found) {
        const { location, bytes } = readImageLocation(store, imageId)
        // What else the place says – the format – stays true.
        const { archivePath: _archive, entry: _entry, ...rest } = location
        const moved = { ...rest, kind: 'file', path, found: { bytes, modifiedMs, inode } }
        update.run(JSON.stringify(moved), path, modifiedMs, inode, imageId)
      }
    },
    found.map(({ imageId }) => ({ action: 'relink', actor: actorOf(store), subject: `image:${imageId}`, detail: {} })),
  )
  return found.length
}
