import { TriageError } from '#shared/errors.ts'
import type { Reading } from '#shared/domain.ts'
import type { RequestOf } from '#shared/contract.ts'
import type { Store } from '#core/store/store.ts'
import { inForce } from './in-force.ts'
import { noteChange } from '#core/store/worklist/refresh.ts'
import { isBlind, readViewer } from './blind.ts'
import { refreshDiscordance } from './refresh-discordance.ts'
import { hashReading, readReadings } from './read-readings.ts'
import { noteReveal } from './reveal.ts'

/** A reader begins with a study: the time counts from here. */
export function startReading(store: Store, studyId: number): { startedAt: string; unaided: boolean } {
  const viewer = readerOrRefuse(store)
  requireStudy(store, studyId)
  const startedAt = store.now()
  store.keep(() =>
    store
      .sql(
        `INSERT INTO open_readings VALUES (?, ?, ?, ?) ON CONFLICT (reader, study_id)
         DO UPDATE SET started_at = excluded.started_at, started_ms = excluded.started_ms`,
      )
      .run(viewer.reader, studyId, startedAt, performance.timeOrigin + performance.now()),
  )
  return { startedAt, unaided: isBlind(store, viewer, studyId) }
}

/**
 * Commits a reading as a new record with its marks. It is unaided when nothing of a model or of another reader was shown
 * to this reader before; from now on it is. An adjudicator decides between readings that are there.
 */
export function commitReading(store: Store, request: RequestOf<'reading:commit'>): Reading {
  const viewer = readerOrRefuse(store)
  const { studyId, verdict, comment, marks, role, supersedes } = request
  requireStudy(store, studyId)
  if (supersedes !== undefined) requireOwn(store, supersedes, viewer.reader, studyId)
  const unaided = role === 'reader' && isBlind(store, viewer, studyId)
  requireMarks(store, studyId, marks)
  const open = store
    .sql('SELECT started_at, started_ms FROM open_readings WHERE reader = ? AND study_id = ?')
    .get(viewer.reader, studyId) as { started_at: string; started_ms: number } | undefined
  const committedAt = store.now()
  // By the clock that is never set back; what was opened before the machine's last start has no duration.
  const elapsed = open ? performance.timeOrigin + performance.now() - open.started_ms : 0
  const reading: Omit<Reading, 'id'> = {
    studyId,
    reader: viewer.reader,
    verdict,
    unaided,
    role,
    comment,
    marks,
    startedAt: open?.started_at ?? committedAt,
    committedAt,
    durationMs: Math.max(0, elapsed),
    ...(supersedes === undefined ? {} : { supersedes }),
  }
  const id = store.commit(
    () => {
      const added = insertReading(store, reading, viewer.unaidedFirst ? viewer.seed : undefined)
      store.sql('DELETE FROM open_readings WHERE reader = ? AND study_id = ?').run(viewer.reader, studyId)
      noteReveal(store, viewer.reader, studyId)
      refreshRead(store, studyId)
      return added
    },
    (added) => [
      {
        action: role === 'adjudicator' ? 'adjudicate' : 'reading',
        actor: viewer.reader,
        subject: `reading:${added}`,
        detail: { study: studyId, unaided, marks: marks.length },
      },
    ],
  )
  return { id, ...reading }
}

function insertReading(store: Store, reading: Omit<Reading, 'id'>, seed: number | undefined): number {
  const { lastInsertRowid } = store
    .sql(
      `INSERT INTO readings (study_id, reader, kind, verdict, unaided, role, comment, started_at, committed_at, duration_ms,
         supersedes, list_seed, row_hash) VALUES (?, ?, 'reading', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      reading.studyId,
      reading.reader,
      reading.verdict,
      Number(reading.unaided),
      reading.role,
      reading.comment,
      reading.startedAt,
      reading.committedAt,
      reading.durationMs,
      reading.supersedes ?? null,
      seed ?? null,
      hashReading(reading),
    )
  const insert = store.sql(
    'INSERT INTO marks (reading_id, image_id, action, finding_id, label, box, comment) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  for (const { imageId, action, findingId, label, box, comment } of reading.marks) {
    insert.run(
      lastInsertRowid,
      imageId,
      action,
      findingId ?? null,
      label,
      box ? JSON.stringify(box) : null,
      comment ?? null,
    )
  }
  return Number(lastInsertRowid)
}

/** Takes a reading back by a record of its own; what it took the place of is in force again. */
export function undoReading(store: Store, readingId: number): void {
  const { reader } = readerOrRefuse(store)
  const studyId = requireOwn(store, readingId, reader)
  store.commit(() => {
    const at = store.now()
    store
      .sql(
        `INSERT INTO readings (study_id, reader, kind, unaided, role, comment, started_at, committed_at, duration_ms,
             supersedes, row_hash) VALUES (?, ?, 'withdrawal', 0, 'reader', '', ?, ?, 0, ?, '')`,
      )
      .run(studyId, reader, at, at, readingId)
    refreshRead(store, studyId)
  }, [{ action: 'reading', actor: reader, subject: `reading:${readingId}`, detail: { study: studyId, undone: true } }])
}

/** What readers say of a study, into the list. The adjudicator's verdict stands above the readers'. */
function refreshRead(store: Store, studyId: number): void {
  const inOrder = readReadings(store, studyId)
  const last = inOrder.findLast(({ role }) => role === 'adjudicator') ?? inOrder.at(-1)
  store
    .sql('UPDATE worklist SET is_read = ?, verdict = ? WHERE study_id = ?')
    .run(Number(last !== undefined), last?.verdict ?? null, studyId)
  refreshDiscordance(store, studyId)
  noteChange(store)
}

function readerOrRefuse(store: Store) {
  const viewer = readViewer(store)
  if (viewer.reader === '') throw new TriageError('refused', 'Expected a reader; nobody gave a name yet.', 'store')
  return viewer
}

function requireStudy(store: Store, studyId: number): void {
  if (store.sql('SELECT 1 FROM studies WHERE id = ?').get(studyId) === undefined) {
    throw new TriageError('not-found', 'Expected a study of this data folder; there is none of that number.', 'store')
  }
}

/** The study of a reading in force, of this reader. */
function requireOwn(store: Store, readingId: number, reader: string, studyId?: number): number {
  const row = store
    .sql(`SELECT r.study_id, r.reader FROM readings r WHERE r.id = ? AND ${inForce('r')}`)
    .get(readingId) as { study_id: number; reader: string } | undefined
  if (!row || (studyId !== undefined && row.study_id !== studyId)) {
    throw new TriageError('not-found', 'Expected a reading in force; there is none of that number.', 'store')
  }
  if (row.reader !== reader) {
    throw new TriageError('refused', 'Expected a reading of one’s own; another reader made it.', 'store')
  }
  return row.study_id
}

function requireMarks(store: Store, studyId: number, marks: Reading['marks']): void {
  const isOfStudy = store.sql('SELECT 1 FROM images WHERE id = ? AND study_id = ?')
  if (marks.some(({ imageId }) => isOfStudy.get(imageId, studyId) === undefined)) {
    throw new TriageError('bad-argument', 'Expected marks on images of this study; one is on another.', 'store')
  }
}
