import type { Group } from '#shared/domain.ts'
import type { WorklistFilter, WorklistSort } from '#shared/worklist.ts'

/** Puts a value in a filter, or takes the key out where there is none: absent means any. */
export function withFilter<K extends keyof WorklistFilter>(
  filter: WorklistFilter,
  key: K,
  value: WorklistFilter[K] | '' | undefined,
): WorklistFilter {
  const { [key]: _, ...rest } = filter
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  return isEmpty ? rest : { ...rest, [key]: value }
}

/** Shows one group only; the same group again shows all. */
export function toggleGroup(filter: WorklistFilter, group: Group): WorklistFilter {
  const isOnly = filter.groups?.length === 1 && filter.groups[0] === group
  return withFilter(filter, 'groups', isOnly ? undefined : [group])
}

/** How many filters are in force, the search and the groups aside: they are seen without opening anything. */
export function filtersInUse({ search: _search, groups: _groups, ...rest }: WorklistFilter): number {
  return Object.values(rest).filter((value) => value !== undefined).length
}

/** A filter without what would tell of a model or of another reader. */
export function unaidedFilter({
  groups: _g,
  labels: _l,
  level: _v,
  readBy: _r,
  ...rest
}: WorklistFilter): WorklistFilter {
  return rest
}

/** The orders on offer, by the key of their words. */
export const orders = {
  byTriage: { by: 'triage', descending: false },
  byScoreDown: { by: 'score', descending: true },
  byAcquired: { by: 'acquired', descending: false },
  byAcquiredDown: { by: 'acquired', descending: true },
  byArrivedDown: { by: 'arrived', descending: true },
  byPatient: { by: 'patient', descending: false },
  byModality: { by: 'modality', descending: false },
} as const satisfies Record<string, WorklistSort>

export type OrderName = keyof typeof orders

export const orderNames = Object.keys(orders) as OrderName[]

export function orderName({ by, descending }: WorklistSort): OrderName {
  return orderNames.find((name) => orders[name].by === by && orders[name].descending === descending) ?? 'byTriage'
}
