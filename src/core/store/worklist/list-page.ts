import { groups, type Reason } from '#shared/domain.ts'
import type { WorklistFilter, WorklistPage, WorklistRow, WorklistSort, WorklistCounts } from '#shared/worklist.ts'
import { isBlind, readViewer, type Viewer } from '#core/store/reading/blind.ts'
import type { Store } from '#core/store/store.ts'
import { inForce } from '#core/store/reading/in-force.ts'
import { type Condition, toCondition } from './filter.ts'
import { fromNext, toNext, toOrder } from './order.ts'

export type ListRequest = {
  readonly filter: WorklistFilter
  readonly sort: WorklistSort
  readonly after?: string | undefined
  readonly limit: number
}
type Row = {
  readonly study_id: number
  readonly study_instance_uid: string
  readonly group_rank: number
  readonly level: string | null
  readonly reasons: string
  readonly top_score: number | null
  readonly stale: number
  readonly name: string
  readonly patient_id: string
  readonly birth_date: string
  readonly sex: string
  readonly patient_warning: number
  readonly modality: string
  readonly description: string
  readonly accession_number: string
  readonly acquired_at: string | null
  readonly arrived_at: string
  readonly images: number
  readonly queued: number
  readonly thumbnail_image_id: number | null
  readonly is_read: number
  readonly verdict: WorklistRow['verdict'] | null
}

/** A page of the worklist, from the key of the page before it. What a reader may not see yet is not in it. */
export function listPage(store: Store, { filter, sort, after, limit }: ListRequest): WorklistPage {
  const viewer = readViewer(store)
  const condition = toCondition(store, filter, viewer)
  const { keys, descending } = toOrder(
    viewer.unaidedFirst ? { by: 'random', descending: false, seed: viewer.seed } : sort,
  )
  const start = after === undefined ? [] : fromNext(after, keys.length)
  const place = Object.fromEntries(start.map((value, i) => [`k${i}`, value]))
  const direction = descending ? 'DESC' : 'ASC'
  const from =
    after === undefined
      ? 'TRUE'
      : `(${keys.join(', ')}) ${descending ? '<' : '>'} (${keys.map((_, i) => `:k${i}`).join(', ')})`
  const found = store
    .sql(
      `SELECT w.study_id, ${keys.map((key, i) => `${key} AS key${i}`).join(', ')} FROM worklist w
       WHERE ${from} AND ${condition.where} ORDER BY ${keys.map((key) => `${key} ${direction}`).join(', ')} LIMIT :limit`,
    )
    .all({ ...condition.parameters, ...place, limit: limit + 1 }) as ({ study_id: number } & Record<string, unknown>)[]
  const last = found.length > limit ? found[limit - 1] : undefined
  const revision = store.sql('SELECT revision FROM list_state').pluck().get() as number
  return {
    rows: readRows(
      store,
      found.slice(0, limit).map(({ study_id }) => study_id),
    ).map((row) => toRow(store, viewer, row)),
    ...(last ? { next: toNext(keys.map((_, i) => last[`key${i}`])) } : {}),
    counts: countOnce(store, condition, viewer, revision),
    revision,
  }
}

/** Rows by their numbers, in that order: one statement for all of them. */
function readRows(store: Store, studyIds: readonly number[]): Row[] {
  return store
    .sql(
      `SELECT w.study_id, w.group_rank, w.level, w.reasons, w.top_score, w.stale, w.patient_warning, w.modality,
         w.acquired_at, w.images, w.queued, w.thumbnail_image_id, w.is_read, w.verdict, s.study_instance_uid,
         s.accession_number, s.description, s.arrived_at, p.name, p.patient_id, p.birth_date, p.sex
       FROM json_each(?) j CROSS JOIN worklist w ON w.study_id = j.value CROSS JOIN studies s ON s.id = w.study_id
       CROSS JOIN patients p ON p.id = s.patient_id ORDER BY j.key`,
    )
    .all(JSON.stringify(studyIds)) as Row[]
}

function toRow(store: Store, viewer: Viewer, row: Row): WorklistRow {
  const studyId = row.study_id
  const shown = {
    studyId,
    studyInstanceUid: row.study_instance_uid,
    patientName: row.name,
    patientId: row.patient_id,
    ...(row.birth_date === '' ? {} : { patientBirthDate: row.birth_date }),
    ...(row.sex === '' ? {} : { patientSex: row.sex }),
    patientWarning: row.patient_warning === 1,
    modality: row.modality,
    studyDescription: row.description,
    accessionNumber: row.accession_number,
    ...(row.acquired_at === null ? {} : { acquiredAt: row.acquired_at }),
    arrivedAt: row.arrived_at,
    images: row.images,
    queued: row.queued,
    ...(row.thumbnail_image_id === null ? {} : { thumbnailImageId: row.thumbnail_image_id }),
  }
  const isHidden = isBlind(store, viewer, studyId)
  const own = viewer.unaidedFirst ? ownVerdict(store, viewer.reader, studyId) : undefined
  const verdict = viewer.unaidedFirst ? own : (row.verdict ?? undefined)
  const isRead = viewer.unaidedFirst ? own !== undefined : row.is_read === 1
  const reading = { read: isRead, ...(verdict ? { verdict } : {}) }
  if (isHidden) return { ...shown, ...reading, reasons: [], stale: false }
  return {
    ...shown,
    ...reading,
    group: groups[row.group_rank],
    ...(row.level === null ? {} : { level: row.level }),
    reasons: JSON.parse(row.reasons) as Reason[],
    ...(row.top_score === null ? {} : { topScore: row.top_score }),
    stale: row.stale === 1,
  }
}

function ownVerdict(store: Store, reader: string, studyId: number): WorklistRow['verdict'] {
  return store
    .sql(
      `SELECT r.verdict FROM readings r WHERE r.study_id = ? AND r.reader = ? AND ${inForce('r')}
       ORDER BY r.id DESC LIMIT 1`,
    )
    .pluck()
    .get(studyId, reader) as WorklistRow['verdict']
}

const lastCounts = new WeakMap<Store, Map<string, WorklistCounts>>()
const keptCounts = 50

/** The counts of a filter, worked out once for each state of the list. */
function countOnce(store: Store, condition: Condition, viewer: Viewer, revision: number): WorklistCounts {
  const kept = lastCounts.get(store) ?? new Map<string, WorklistCounts>()
  lastCounts.set(store, kept)
  const key = JSON.stringify([revision, condition, viewer])
  const counts = kept.get(key) ?? countList(store, condition, viewer)
  if (kept.size >= keptCounts) kept.clear()
  kept.set(key, counts)
  return counts
}

/** How many studies a filter leaves, by group and by reading. An unaided list tells no groups: all stand as not assessed. */
function countList(store: Store, { where, parameters }: Condition, viewer: Viewer): WorklistCounts {
  if (viewer.unaidedFirst) return countUnaided(store, { where, parameters }, viewer)
  const rows = store
    .sql(
      `SELECT w.group_rank, w.is_read, count(*) AS n FROM worklist w WHERE ${where} GROUP BY w.group_rank, w.is_read`,
    )
    .all(parameters) as { group_rank: number; is_read: number; n: number }[]
  const sum = (kept: (row: (typeof rows)[number]) => boolean) =>
    rows.reduce((total, row) => (kept(row) ? total + row.n : total), 0)
  return {
    total: sum(() => true),
    read: sum(({ is_read }) => is_read === 1),
    unread: sum(({ is_read }) => is_read === 0),
    flagged: sum(({ group_rank }) => group_rank === 0),
    notAssessed: sum(({ group_rank }) => group_rank === 1),
    notFlagged: sum(({ group_rank }) => group_rank === 2),
  }
}

/** The counts of the whole list, whoever looks. */
export function countEverything(store: Store): WorklistCounts {
  return countList(store, { where: 'TRUE', parameters: {} }, { reader: '', unaidedFirst: false, seed: 0 })
}

function countUnaided(store: Store, { where, parameters }: Condition, { reader }: Viewer): WorklistCounts {
  const own = `EXISTS (SELECT 1 FROM readings r WHERE r.study_id = w.study_id AND r.reader = :viewer AND ${inForce('r')})`
  const { total, read } = store
    .sql(`SELECT count(*) AS total, coalesce(sum(${own}), 0) AS read FROM worklist w WHERE ${where}`)
    .get({ ...parameters, viewer: reader }) as { total: number; read: number }
  return { total, read, unread: total - read, flagged: 0, notAssessed: total, notFlagged: 0 }
}
