import { describe, expect, it } from 'vitest'
import { filtersInUse, orderName, orderNames, orders, toggleGroup, unaidedFilter, withFilter } from './filters.ts'

describe('a filter', () => {
  it('takes a value in and lets it go', () => {
    const filter = withFilter({ search: 'a' }, 'modalities', ['DX'])
    expect(filter).toEqual({ search: 'a', modalities: ['DX'] })
    expect(withFilter(filter, 'modalities', [])).toEqual({ search: 'a' })
    expect(withFilter(filter, 'search', '')).toEqual({ modalities: ['DX'] })
  })
  it('shows one group, and all again', () => {
    const flagged = toggleGroup({}, 'flagged')
    expect(flagged).toEqual({ groups: ['flagged'] })
    expect(toggleGroup(flagged, 'flagged')).toEqual({})
    expect(toggleGroup(flagged, 'not-assessed')).toEqual({ groups: ['not-assessed'] })
  })
  it('counts what is hidden behind the button', () =>
    expect(filtersInUse({ search: 'x', groups: ['flagged'], level: 'urgent', reading: 'unread' })).toBe(2))
  it('tells nothing of a model in an unaided list', () =>
    expect(
      unaidedFilter({ search: 'x', groups: ['flagged'], labels: ['a'], level: 'u', readBy: 'B', from: '2026-01-01' }),
    ).toEqual({ search: 'x', from: '2026-01-01' }))
  it('names every order', () => expect(orderNames.map((name) => orderName(orders[name]))).toEqual(orderNames))
})
