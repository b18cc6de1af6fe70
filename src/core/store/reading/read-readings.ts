import { hash } from 'node:crypto'
import type { Mark, Reading } from '#shared/domain.ts'
import type { Store } from '#core/store/store.ts'
import { inForce } from './in-force.ts'

export type ReadingRow = {
  readonly id: number
  readonly study_id: number
  readonly reader: string
  readonly verdict: Reading['verdict']
  readonly unaided: number
  readonly role: Reading['role']
  readonly comment: string
  readonly started_at: string
  readonly committed_at: string
  readonly duration_ms: number
  readonly supersedes: number | null
  readonly row_hash: string
}
type MarkRow = {
  readonly image_id: number
  readonly action: Mark['action']
  readonly finding_id: number | null
  readonly label: string
  readonly box: string | null
  readonly comment: string | null
}

/** The readings of a study that are in force, in the order in which they were committed. */
export function readReadings(store: Store, studyId: number): Reading[] {
  const rows = store
    .sql(`SELECT r.* FROM readings r WHERE r.study_id = ? AND ${inForce('r')} ORDER BY r.id`)
    .all(studyId) as ReadingRow[]
  return rows.map((row) => toReading(store, row))
}

/** A reading with its marks. */
export function toReading(store: Store, row: ReadingRow): Reading {
  const marks = store
    .sql('SELECT image_id, action, finding_id, label, box, comment FROM marks WHERE reading_id = ? ORDER BY id')
    .all(row.id) as MarkRow[]
  return {
    id: row.id,
    studyId: row.study_id,
    reader: row.reader,
    verdict: row.verdict,
    unaided: row.unaided === 1,
    role: row.role,
    comment: row.comment,
    marks: marks.map(toMark),
    startedAt: row.started_at,
    committedAt: row.committed_at,
    durationMs: row.duration_ms,
    ...(row.supersedes === null ? {} : { supersedes: row.supersedes }),
  }
}

function toMark(row: MarkRow): Mark {
  return {
    imageId: row.image_id,
    action: row.action,
    ...(row.finding_id === null ? {} : { findingId: row.finding_id }),
    label: row.label,
    ...(row.box === null ? {} : { box: JSON.parse(row.box) as Mark['box'] }),
    ...(row.comment === null ? {} : { comment: row.comment }),
  }
}

/** SHA-256 of a reading with its marks, but for its own number. */
export function hashReading({ marks, ...rest }: Omit<Reading, 'id'>): string {
  const entries = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))
  const plain = marks.map(({ imageId, action, findingId, label, box, comment }) => [
    imageId,
    action,
    findingId,
    label,
    box,
    comment,
  ])
  return hash('sha256', JSON.stringify([entries, plain]))
}
