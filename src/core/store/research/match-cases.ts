import type { ReferenceMapping } from '#shared/evaluation.ts'
import type { Store } from '#core/store/store.ts'

export type Match = Exclude<ReferenceMapping['match'], 'auto'>
/** What a label is of. A patient's label is that of the person, merged patients together. */
export type Target = { readonly unit: 'image' | 'study' | 'patient'; readonly id: number }

/** Finds the case that a row of a file names, by one of five kinds of identifier. */
export function createMatcher(store: Store) {
  let paths: Map<string, { id: number; path: string }[]> | undefined
  const one = (unit: Target['unit'], ids: readonly number[]): Target | 'no-case' | 'ambiguous' => {
    const [first] = ids
    if (first === undefined) return 'no-case'
    return ids.length > 1 ? 'ambiguous' : { unit, id: first }
  }
  const ids = (text: string, value: string) => store.sql(text).pluck().all(value) as number[]

  return {
    find(match: Match, id: string): Target | 'no-case' | 'ambiguous' {
      const value = id.trim()
      if (value === '') return 'no-case'
      switch (match) {
        case 'sop-instance-uid':
          return one('image', ids('SELECT id FROM images WHERE sop_instance_uid = ? AND set_aside = 0', value))
        case 'path':
          paths ??= indexPaths(store)
          return one('image', matchPath(paths, value))
        case 'accession':
          return one('study', ids('SELECT id FROM studies WHERE accession_number = ?', value))
        case 'study-instance-uid':
          return one('study', ids('SELECT id FROM studies WHERE study_instance_uid = ?', value))
        case 'patient-id':
          return one(
            'patient',
            ids('SELECT DISTINCT coalesce(merged_into, id) FROM patients WHERE patient_id = ?', value),
          )
      }
    },
  }
}

/** Images by the last part of every path at which they were found, copies included. */
function indexPaths(store: Store): Map<string, { id: number; path: string }[]> {
  const rows = store
    .sql(
      `SELECT id, display_path AS path FROM images WHERE set_aside = 0 UNION
       SELECT t.image_id, t.display_path FROM items t JOIN images i ON i.id = t.image_id WHERE i.set_aside = 0`,
    )
    .all() as {
    id: number
    path: string
  }[]
  return Map.groupBy(
    rows.map(({ id, path }) => ({ id, path: normalise(path) })),
    ({ path }) => lastPart(path),
  )
}

const normalise = (path: string) => path.replaceAll('\\', '/').replace('!/', '/')
const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** Images whose path is, or ends with, the one that is named. */
function matchPath(paths: ReadonlyMap<string, readonly { id: number; path: string }[]>, named: string): number[] {
  const path = normalise(named).replace(/^\.\//, '')
  const candidates = paths.get(lastPart(path)) ?? []
  const found = candidates.filter((each) => each.path === path || each.path.endsWith(`/${path}`))
  return [...new Set(found.map(({ id }) => id))]
}
