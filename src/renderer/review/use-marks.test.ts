import { describe, expect, it } from 'vitest'
import type { Mark } from '#shared/domain.ts'
import { begunFrom, changed, undone } from './use-marks.ts'

const at = (x: number): Mark => ({ imageId: 1, action: 'correct', findingId: 5, label: 'opacity', box: [x, 0, 9, 9] })
const start = begunFrom(undefined)

describe('taking marks back', () => {
  it('gives the correction back that a rejection took the place of', () => {
    const corrected = changed(start, () => [at(1)], 1_000)
    const rejected = changed(corrected, () => [{ imageId: 1, action: 'reject', findingId: 5, label: 'opacity' }], 1_100)
    expect(undone(rejected).marks).toEqual([at(1)])
    expect(undone(undone(rejected)).marks).toEqual([])
  })

  it('takes a whole drag back in one, and two drags in two', () => {
    const drag = [1_010, 1_020, 1_030].reduce(
      (before, now, i) => changed(before, () => [at(i + 2)], now),
      changed(start, () => [at(1)], 1_000),
    )
    expect(undone(drag).marks).toEqual([])
    const second = changed(drag, () => [at(9)], 9_000)
    expect(undone(second).marks).toEqual([at(4)])
  })

  it('goes no further back than the reading in force', () => {
    const begun = begunFrom({ marks: [at(3)] })
    expect(undone(changed(begun, () => [], 1_000)).marks).toEqual([at(3)])
    expect(undone(begun).marks).toEqual([at(3)])
  })

  it('leaves marks alone where there is nothing to take back', () => expect(undone(start).marks).toEqual([]))
})
