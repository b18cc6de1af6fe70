import { TriageError } from '#shared/errors.ts'
import type { Cohort } from '#shared/evaluation.ts'
import type { WorklistFilter } from '#shared/worklist.ts'
import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'
import { toCondition } from '#core/store/worklist/filter.ts'

type Row = { readonly id: number; readonly name: string; readonly created_at: string; readonly flow: string }

/** Sees everything: a cohort is drawn by the whole of what is stored. */
const everything = { reader: '', unaidedFirst: false, seed: 0 }

/** Freezes the studies that a filter finds now, with how they came to be found. */
export function createCohort(store: Store, name: string, filter: WorklistFilter): Cohort {
  if (store.sql('SELECT 1 FROM cohorts WHERE name = ?').get(name) !== undefined) {
    throw new TriageError('refused', 'Expected a new name; a cohort of that name is there and stays as it is.', 'store')
  }
  const { where, parameters } = toCondition(store, filter, everything)
  const createdAt = store.now()
  return store.commit(
    () => {
      const { lastInsertRowid } = store
        .sql('INSERT INTO cohorts (name, created_at, filter, flow) VALUES (?, ?, ?, ?)')
        .run(name, createdAt, JSON.stringify(filter), '{}')
      const id = Number(lastInsertRowid)
      store
        .sql(`INSERT INTO cohort_studies SELECT :cohort, w.study_id FROM worklist w WHERE ${where}`)
        .run({ cohort: id, ...parameters })
      const flow = countFlow(store, id)
      store.sql('UPDATE cohorts SET flow = ? WHERE id = ?').run(JSON.stringify(flow), id)
      return { id, name, createdAt, frozen: true, flow }
    },
    ({ id, flow }) => [
      {
        action: 'cohort',
        actor: actorOf(store),
        subject: `cohort:${id}`,
        detail: { found: flow.found, analysed: flow.analysed },
      },
    ],
  )
}

/** Found: all that is stored. Excluded: what the filter left out. The rest is analysed or, with its group, not assessed. */
function countFlow(store: Store, cohortId: number): Cohort['flow'] {
  const found = store.sql('SELECT count(*) FROM worklist').pluck().get() as number
  const { kept, notAssessed } = store
    .sql(
      `SELECT count(*) AS kept, coalesce(sum(w.group_rank = 1), 0) AS notAssessed
       FROM cohort_studies c JOIN worklist w ON w.study_id = c.study_id WHERE c.cohort_id = ?`,
    )
    .get(cohortId) as { kept: number; notAssessed: number }
  const excluded = found > kept ? [{ why: 'filter', n: found - kept }] : []
  return { found, excluded, notAssessed, analysed: kept - notAssessed }
}

export function listCohorts(store: Store): Cohort[] {
  const rows = store.sql('SELECT id, name, created_at, flow FROM cohorts ORDER BY id DESC').all() as Row[]
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.created_at,
    frozen: true,
    flow: JSON.parse(row.flow) as Cohort['flow'],
  }))
}
