import { groups } from '#shared/domain.ts'
import type { WorklistFilter } from '#shared/worklist.ts'
import type { Viewer } from '#core/store/reading/blind.ts'
import { inForce } from '#core/store/reading/in-force.ts'
import type { Store } from '#core/store/store.ts'
import { holdHits } from './search-hits.ts'
import { toMatch } from './search-words.ts'

/** A condition on `worklist w`, with its parameters. */
export type Condition = { readonly where: string; readonly parameters: Readonly<Record<string, unknown>> }

/** Up to so many hits of a search are sorted; beyond, the list's own order is walked and the hits are looked up. */
const fewHits = 3_000

/** The filter as SQL. For a reader who reads unaided first, what would tell of results or of others is left out of it. */
export function toCondition(store: Store, filter: WorklistFilter, viewer: Viewer): Condition {
  const blind = viewer.unaidedFirst
  const terms: string[] = []
  const parameters: Record<string, unknown> = {}
  const add = (term: string, values: Record<string, unknown>) => {
    terms.push(term)
    Object.assign(parameters, values)
  }
  if (filter.search !== undefined && filter.search.trim() !== '') addSearch(store, filter.search, blind, add)
  if (filter.groups && !blind) {
    add('w.group_rank IN (SELECT value FROM json_each(:groups))', {
      groups: JSON.stringify(filter.groups.map((group) => groups.indexOf(group))),
    })
  }
  if (filter.modalities) {
    add(
      `EXISTS (SELECT 1 FROM json_each(:modalities) m WHERE instr('\\' || w.modality || '\\', '\\' || m.value || '\\') > 0)`,
      { modalities: JSON.stringify(filter.modalities) },
    )
  }
  if (filter.from !== undefined) add('w.acquired_order >= :from', { from: filter.from })
  // A time of that day sorts after the day itself and before any later one.
  if (filter.to !== undefined) add('w.acquired_order < :to', { to: `${filter.to}U` })
  if (filter.reading) addReading(filter.reading, viewer, add)
  if (filter.readBy !== undefined && (!blind || filter.readBy === viewer.reader)) {
    add(`EXISTS (SELECT 1 FROM readings r WHERE r.study_id = w.study_id AND r.reader = :readBy AND ${inForce('r')})`, {
      readBy: filter.readBy,
    })
  }
  if (filter.labels && !blind) {
    add('+w.study_id IN (SELECT study_id FROM study_labels WHERE label IN (SELECT value FROM json_each(:labels)))', {
      labels: JSON.stringify(filter.labels),
    })
  }
  if (filter.level !== undefined && !blind) add('w.level = :level', { level: filter.level })
  if (filter.jobId !== undefined) {
    add(`w.study_id IN (SELECT i.study_id FROM items t JOIN images i ON i.id = t.image_id WHERE t.job_id = :jobId)`, {
      jobId: filter.jobId,
    })
  }
  if (filter.cohortId !== undefined) {
    add('w.study_id IN (SELECT study_id FROM cohort_studies WHERE cohort_id = :cohortId)', {
      cohortId: filter.cohortId,
    })
  }
  return { where: terms.length > 0 ? terms.join(' AND ') : 'TRUE', parameters }
}

type Add = (term: string, values: Record<string, unknown>) => void

function addSearch(store: Store, search: string, blind: boolean, add: Add): void {
  const match = toMatch(search, blind)
  if (match === undefined) return add('FALSE', {})
  const hits = store
    .sql('SELECT count(*) FROM (SELECT 1 FROM study_text WHERE study_text MATCH ? LIMIT ?)')
    .pluck()
    .get(match, fewHits + 1) as number
  if (hits <= fewHits) {
    return add('w.study_id IN (SELECT rowid FROM study_text WHERE study_text MATCH :search)', { search: match })
  }
  holdHits(store, match)
  add('+w.study_id IN (SELECT id FROM search_hits)', { search: match })
}

function addReading(reading: 'read' | 'unread', viewer: Viewer, add: Add): void {
  if (!viewer.unaidedFirst) return add('w.is_read = :isRead', { isRead: Number(reading === 'read') })
  const own = `EXISTS (SELECT 1 FROM readings o WHERE o.study_id = w.study_id AND o.reader = :self AND ${inForce('o')})`
  add(reading === 'read' ? own : `NOT ${own}`, { self: viewer.reader })
}
