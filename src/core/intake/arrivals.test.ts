import { describe, expect, it } from 'vitest'
import { createArrivals, createQuietStudies } from './arrivals.ts'

const file = (path: string, bytes: number, modifiedMs = 0) => ({ path, bytes, modifiedMs })

describe('createArrivals', () => {
  it('tells a file once it stood still for the polls asked for, and once only', () => {
    const { observe } = createArrivals(2)
    expect(observe([file('a', 10)])).toEqual([])
    expect(observe([file('a', 20)])).toEqual([])
    expect(observe([file('a', 20)])).toEqual([])
    expect(observe([file('a', 20), file('b', 1)])).toEqual(['a'])
    expect(observe([file('a', 20), file('b', 1)])).toEqual([])
    expect(observe([file('a', 20), file('b', 1)])).toEqual(['b'])
    expect(observe([file('a', 20), file('b', 1)])).toEqual([])
  })

  it('counts a new time as growth: a file written in place keeps its size', () => {
    const { observe } = createArrivals(1)
    observe([file('a', 10, 1)])
    expect(observe([file('a', 10, 2)])).toEqual([])
    expect(observe([file('a', 10, 2)])).toEqual(['a'])
  })

  it('tells a file again that changed after it was told', () => {
    const { observe } = createArrivals(1)
    observe([file('a', 10)])
    expect(observe([file('a', 10)])).toEqual(['a'])
    expect(observe([file('a', 30)])).toEqual([])
    expect(observe([file('a', 30)])).toEqual(['a'])
  })

  it('forgets what went away before it had arrived', () => {
    const { observe } = createArrivals(1)
    observe([file('a', 10)])
    observe([])
    expect(observe([file('a', 10)])).toEqual([])
    expect(observe([file('a', 10)])).toEqual(['a'])
  })
})

describe('createQuietStudies', () => {
  it('tells a study when no image of it came for the time asked for', () => {
    const studies = createQuietStudies(1_000)
    studies.note('1', 0)
    studies.note('2', 500)
    expect(studies.takeComplete(999)).toEqual([])
    studies.note('1', 999)
    expect(studies.takeComplete(1_500)).toEqual(['2'])
    expect(studies.waiting).toBe(1)
    expect(studies.takeComplete(1_998)).toEqual([])
    expect(studies.takeComplete(1_999)).toEqual(['1'])
    expect(studies.takeComplete(9_999)).toEqual([])
  })

  it('tells it again when another image came later', () => {
    const studies = createQuietStudies(0)
    studies.note('1', 5)
    expect(studies.takeComplete(5)).toEqual(['1'])
    studies.note('1', 6)
    expect(studies.takeComplete(6)).toEqual(['1'])
  })
})
