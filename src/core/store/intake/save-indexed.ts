import { statSync } from 'node:fs'
import type { Comparison, Indexed, Location, Settled } from '#core/pipeline/ports.ts'
import type { AuditEvent } from '#shared/audit.ts'
import { queueForJob } from '#core/store/analysis/queue.ts'
import type { Store } from '#core/store/store.ts'
import { refreshStudies } from '#core/store/worklist/refresh.ts'
import { addImage, type Conflict, type IndexedImage } from './add-image.ts'
import { actorOf, type ItemRow, refusal, settleItem } from './items.ts'

/** What is known of a stored image when another file comes with its UID. */
type Known = {
  readonly id: number
  readonly study_id: number
  readonly header: string
  readonly location: string
  readonly bytes: number
  readonly modified_ms: number
  readonly inode: string
  readonly sha256: string | null
  readonly copied: number
}

/** A file that waits for its comparison with a stored image. */
type Pending = { readonly indexed: IndexedImage; readonly comparedWith: number | undefined }

type Change = { readonly settled: Settled; readonly studyIds?: readonly number[]; readonly event?: AuditEvent }

/**
 * Saves what indexing made of files of a job, in one transaction: images under their studies, with their analyses queued.
 * A UID that is known already is settled here where the hashes say enough, else it must be compared first.
 */
export function saveIndexed(store: Store, jobId: number, results: readonly Indexed[]): readonly Settled[] {
  const changes = store.commit(
    () => {
      const all = results.map((result) => saveOne(store, jobId, result))
      refreshStudies(
        store,
        all.flatMap(({ studyIds }) => studyIds ?? []),
      )
      return all
    },
    (all) => all.flatMap(({ event }) => event ?? []),
  )
  return changes.map(({ settled }) => settled)
}

function saveOne(store: Store, jobId: number, result: Indexed): Change {
  const { itemId } = result
  const item = readItem(store, jobId, itemId)
  // Settled already: the answer of a claim that was given up.
  if (item.outcome !== null) return { settled: { itemId, outcome: item.outcome, imageId: item.image_id ?? undefined } }
  switch (result.kind) {
    case 'skipped':
      settleItem(store, itemId, 'skipped', { what: result.what })
      return { settled: { itemId, outcome: 'skipped' } }
    case 'refused':
      settleItem(store, itemId, 'refused', { failure: result.failure })
      return { settled: { itemId, outcome: 'refused' }, event: refusal(store, jobId, result.failure) }
    case 'image':
      return saveImage(store, item, result)
  }
}

function readItem(store: Store, jobId: number, itemId: number): ItemRow {
  const item = store.sql('SELECT * FROM items WHERE id = ? AND job_id = ?').get(itemId, jobId) as ItemRow | undefined
  if (!item) throw new Error('an item that the job does not have')
  return item
}

function findKnown(store: Store, sopInstanceUid: string): Known[] {
  return store
    .sql(
      `SELECT id, study_id, header, location, bytes, modified_ms, inode, sha256, copied FROM images
       WHERE sop_instance_uid = ? ORDER BY id`,
    )
    .all(sopInstanceUid) as Known[]
}

function saveImage(store: Store, item: ItemRow, indexed: IndexedImage): Change {
  const known = findKnown(store, indexed.header.image.sopInstanceUid)
  const [first] = known
  if (!first) return take(store, item, indexed)
  const same = known.find((image) => isSameFile(image, indexed) || isSameHash(image, indexed.sha256))
  if (same) return takeAgain(store, item, indexed, same)
  const there = known.find(isThere)
  if (there) return askToCompare(store, item, indexed, there.id, JSON.parse(there.location) as Location)
  // Every original of this UID is gone or was written over. Where its hash is known, that of the new file decides.
  const hashed = known.find(({ sha256 }) => sha256 !== null)
  if (hashed && indexed.sha256 === undefined) return askToCompare(store, item, indexed, undefined, indexed.location)
  const moved = known.find((image) => image.sha256 === null && looksLike(image, indexed))
  return moved ? takeAgain(store, item, indexed, moved) : take(store, item, indexed, conflictWith(first))
}

function askToCompare(
  store: Store,
  item: ItemRow,
  indexed: IndexedImage,
  comparedWith: number | undefined,
  location: Location,
): Change {
  const pending: Pending = { indexed, comparedWith }
  store.sql('UPDATE items SET pending = ? WHERE id = ?').run(JSON.stringify(pending), item.id)
  return { settled: { itemId: item.id, compareWith: { imageId: comparedWith ?? 0, location } } }
}

const conflictWith = ({ id, study_id }: Known, samePixels?: boolean): Conflict & { readonly studyId: number } => ({
  conflictOf: id,
  studyId: study_id,
  samePixels,
})

const isSameHash = (image: Known, sha256: string | undefined) => sha256 !== undefined && image.sha256 === sha256

const isSameFile = (image: Known, { location, identity }: IndexedImage) =>
  placeOf(JSON.parse(image.location) as Location) === placeOf(location) &&
  image.bytes === identity.bytes &&
  image.modified_ms === identity.modifiedMs &&
  image.inode === identity.inode

const placeOf = (location: Location) =>
  JSON.stringify([location['path'] ?? location['archivePath'], location['entry'] ?? ''])

/** Without bytes to compare: the same size and the same header, of a file that was never read whole. */
const looksLike = (image: Known, { header, identity }: IndexedImage) =>
  image.bytes === identity.bytes && image.header === JSON.stringify(header)

/** Whether the original is where it was and was not written over. A copy of ours is always there. */
function isThere(image: Known): boolean {
  if (image.copied === 1) return true
  const { path, archivePath } = JSON.parse(image.location) as { path?: string; archivePath?: string }
  const found = statSync(path ?? archivePath ?? '', { throwIfNoEntry: false, bigint: true })
  if (!found) return false
  const sameTime = Number(found.mtimeNs / 1_000n) / 1_000 === image.modified_ms
  return sameTime && (path === undefined || Number(found.size) === image.bytes)
}

function take(store: Store, item: ItemRow, indexed: IndexedImage, conflict?: ReturnType<typeof conflictWith>): Change {
  const placed = addImage(store, indexed, { displayPath: item.display_path, source: sourceOf(store, item) }, conflict)
  if (conflict) {
    store.sql(`UPDATE images SET conflict = 'open' WHERE id = ? AND conflict = 'none'`).run(conflict.conflictOf)
  }
  if (placed.patientAdded) warnNamesakes(store, indexed)
  const outcome = conflict ? 'conflict' : 'imported'
  settleItem(store, item.id, outcome, { imageId: placed.imageId })
  queueForJob(store, item.job_id, placed.imageId)
  const event: AuditEvent = {
    action: 'import',
    actor: actorOf(store),
    subject: `image:${placed.imageId}`,
    detail: { job: item.job_id, study: placed.studyId, outcome, copied: indexed.copied },
  }
  const settled: Settled = { itemId: item.id, outcome, imageId: placed.imageId }
  return { settled, studyIds: [placed.studyId, ...(conflict ? [conflict.studyId] : [])], event }
}

/** Other patients with this PatientID are warned of from now on, on both sides. */
function warnNamesakes(store: Store, { header }: IndexedImage): void {
  const patientId = header.patient.patientId ?? ''
  if (patientId === '') return
  store
    .sql(
      `UPDATE worklist SET patient_warning = 1 WHERE patient_warning = 0 AND study_id IN
       (SELECT s.id FROM patients p JOIN studies s ON s.patient_id = p.id WHERE p.patient_id = ?)`,
    )
    .run(patientId)
}

/**
 * The same bytes again: nothing new, but an original that was lost is found, and what was never analysed is queued. Of the
 * files of one job the first that was found names the image, whichever was read first.
 */
function takeAgain(store: Store, item: ItemRow, indexed: IndexedImage, image: Known): Change {
  const isFirst = giveWay(store, item, image)
  const outcome = isFirst ? 'imported' : 'duplicate'
  settleItem(store, item.id, outcome, { imageId: image.id })
  const isBetter = indexed.copied && image.copied === 0
  const isMissing = !isThere(image)
  if (isFirst) store.sql('UPDATE images SET display_path = ? WHERE id = ?').run(item.display_path, image.id)
  if (isBetter || isMissing) {
    store
      .sql(
        // What it was first taken in as names it, as long as that is there: tables of labels and exports go by it.
        `UPDATE images SET location = ?, display_path = iif(?, ?, display_path), bytes = ?, modified_ms = ?, inode = ?, copied = ?,
         availability = 'available', sha256 = coalesce(sha256, ?) WHERE id = ?`,
      )
      .run(
        JSON.stringify(indexed.location),
        Number(isMissing),
        item.display_path,
        indexed.identity.bytes,
        indexed.identity.modifiedMs,
        indexed.identity.inode,
        Number(indexed.copied),
        indexed.sha256 ?? null,
        image.id,
      )
  }
  const queued = queueForJob(store, item.job_id, image.id)
  const settled: Settled = { itemId: item.id, outcome, imageId: image.id }
  return queued > 0 || isBetter || isFirst ? { settled, studyIds: [image.study_id] } : { settled }
}

/** Whether the image was taken in by a later file of the same job, which is the duplicate from now on. */
function giveWay(store: Store, item: ItemRow, image: Known): boolean {
  const { changes } = store
    .sql(`UPDATE items SET outcome = 'duplicate' WHERE job_id = ? AND image_id = ? AND outcome = 'imported' AND id > ?`)
    .run(item.job_id, image.id, item.id)
  return changes > 0
}

/** The argument under which a file was found. */
function sourceOf(store: Store, item: ItemRow): string {
  const { sources } = store.sql('SELECT sources FROM jobs WHERE id = ?').get(item.job_id) as { sources: string }
  const all = JSON.parse(sources) as string[]
  return all.filter((source) => item.display_path.startsWith(source)).sort((a, b) => b.length - a.length)[0] ?? ''
}

/** Settles a file whose UID was known, now that both were read: the same bytes are a duplicate, others a conflict, both kept. */
export function settleCollision(store: Store, jobId: number, itemId: number, comparison: Comparison): Settled {
  const { settled } = store.commit(
    () => {
      const item = readItem(store, jobId, itemId)
      const change = settleOne(store, item, comparison)
      refreshStudies(store, change.studyIds ?? [])
      return change
    },
    ({ event }) => (event ? [event] : []),
  )
  return settled
}

function settleOne(store: Store, item: ItemRow, comparison: Comparison): Change {
  const itemId = item.id
  if (item.outcome !== null) return { settled: { itemId, outcome: item.outcome, imageId: item.image_id ?? undefined } }
  if (item.pending === null) throw new Error('a comparison that was not asked for')
  const pending = JSON.parse(item.pending) as Pending
  const indexed: IndexedImage = { ...pending.indexed, sha256: comparison.newSha256 }
  const known = findKnown(store, indexed.header.image.sopInstanceUid)
  const [first] = known
  if (!first) return take(store, item, indexed)
  if (pending.comparedWith !== undefined) {
    store
      .sql('UPDATE images SET sha256 = ? WHERE id = ? AND sha256 IS NULL')
      .run(comparison.existingSha256, pending.comparedWith)
  }
  const same = findKnown(store, indexed.header.image.sopInstanceUid).find(({ sha256 }) => sha256 === indexed.sha256)
  if (same) return takeAgain(store, item, indexed, same)
  const samePixels = pending.comparedWith === undefined ? undefined : comparison.samePixels
  return take(store, item, indexed, conflictWith(first, samePixels))
}
