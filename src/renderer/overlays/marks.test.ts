import { describe, expect, it } from 'vitest'
import type { Mark } from '#shared/domain.ts'
import type { StoredImage } from '#shared/study.ts'
import { add, boxesOf, correct, judge, remove } from './marks.ts'

const image = {
  id: 3,
  analyses: [
    {
      id: 7,
      frame: 1,
      shadow: false,
      analysis: {
        state: 'done',
        findings: [
          { id: 11, label: 'opacity', score: 0.8, box: [1, 2, 3, 4] },
          { id: 12, label: 'whole image', score: 0.9 },
        ],
      },
    },
    {
      id: 8,
      frame: 1,
      shadow: true,
      analysis: { state: 'done', findings: [{ id: 13, label: 'x', score: 1, box: [0, 0, 1, 1] }] },
    },
  ],
} as unknown as StoredImage
const first = (marks: readonly Mark[]) => boxesOf(image, 1, marks)[0]!

describe('marks of a reader', () => {
  it('leave the model’s finding as it was, shadow models out, and boxes only', () => {
    expect(boxesOf(image, 1, [])).toMatchObject([{ label: 'opacity', box: [1, 2, 3, 4], by: 'model', state: 'open' }])
  })

  it('lie on the frame that the model judged, and on no other', () => expect(boxesOf(image, 2, [])).toEqual([]))

  it('accept, then reject: the later judgement counts', () => {
    const accepted = judge([], 3, first([]), 'accept')
    const rejected = judge(accepted, 3, first(accepted), 'reject')
    expect(rejected).toEqual([{ imageId: 3, action: 'reject', findingId: 11, label: 'opacity' }])
    expect(first(rejected).state).toBe('reject')
  })

  it('correct a box beside the finding', () => {
    const corrected = correct([], 3, first([]), { box: [5, 6, 7, 8] })
    expect(first(corrected)).toMatchObject({ box: [5, 6, 7, 8], state: 'correct', score: 0.8 })
    const relabelled = correct(corrected, 3, first(corrected), { label: 'nodule' })
    expect(relabelled).toEqual([{ imageId: 3, action: 'correct', findingId: 11, label: 'nodule', box: [5, 6, 7, 8] }])
  })

  it('add, move and remove a box of one’s own', () => {
    const added = add([], 3, 'opacity', [10, 10, 5, 5])
    const mine = boxesOf(image, 1, added)[1]!
    expect(mine).toMatchObject({ by: 'reader', state: 'add' })
    const moved = correct(added, 3, mine, { box: [11, 10, 5, 5] })
    expect(boxesOf(image, 1, moved)[1]!.box).toEqual([11, 10, 5, 5])
    expect(remove(moved, boxesOf(image, 1, moved)[1]!)).toEqual([])
  })
})
