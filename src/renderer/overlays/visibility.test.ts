import { describe, expect, it } from 'vitest'
import type { StoredImage } from '#shared/study.ts'
import { boxesOf } from './marks.ts'
import { everything, shownOf, thresholdMarks, withLabel } from './visibility.ts'

const mask = { size: [2, 2] as [number, number], counts: [1, 1, 2] }
const image = {
  id: 3,
  analyses: [
    {
      id: 7,
      frame: 1,
      shadow: false,
      model: { id: 'net', version: '1' },
      analysis: {
        state: 'done',
        scores: [
          { label: 'lung', score: 0.9, threshold: 0.7, thresholdOrigin: 'site' },
          { label: 'heart', score: 0.4, threshold: 0.5, thresholdOrigin: 'author' },
          { label: 'spare', score: 0.4, threshold: 0.1, thresholdOrigin: 'author' },
        ],
        findings: [
          { id: 1, label: 'lung', score: 0.9, box: [0, 0, 2, 2], mask },
          { id: 2, label: 'heart', score: 0.4, box: [0, 0, 1, 1] },
        ],
      },
    },
  ],
} as unknown as StoredImage
const boxes = boxesOf(image, 1, [{ imageId: 3, action: 'add', label: 'lung', box: [0, 0, 1, 1] }])
const shown = (visibility: typeof everything) => {
  const { boxes: b, masks, hidden } = shownOf(image, 1, boxes, visibility)
  return [b.map(({ label, by }) => `${label} ${by}`), masks.length, hidden]
}

describe('what of the findings is shown', () => {
  it('is everything at first', () =>
    expect(shown(everything)).toEqual([['lung model', 'heart model', 'lung reader'], 1, 0]))
  it('is what reaches the reader’s threshold, and what the reader drew; the rest is counted', () => {
    expect(shown({ ...everything, from: 0.5 })).toEqual([['lung model', 'lung reader'], 1, 1])
    expect(shown({ ...everything, from: 0.95 })).toEqual([['lung reader'], 0, 2])
  })
  it('is without the labels and the masks that were switched off', () => {
    const without = withLabel(everything, 'lung', false)
    expect(shown(without)).toEqual([['heart model'], 0, 2])
    expect(shown(withLabel(without, 'lung', true))).toEqual(shown(everything))
    expect(shown({ ...everything, masks: false })).toEqual([['lung model', 'heart model', 'lung reader'], 0, 0])
  })
  it('lies on the frame that was judged alone', () => expect(shownOf(image, 2, [], everything).masks).toEqual([]))
})

it('marks the author’s threshold and the site’s', () => {
  const authorOf = () => ({ value: 0.5, origin: 'author' as const })
  const marks = thresholdMarks(image, (_, label) => label !== 'spare', authorOf)
  expect(marks).toEqual([
    { origin: 'author', value: 0.5, labels: ['lung', 'heart'] },
    { origin: 'site', value: 0.7, labels: ['lung'] },
  ])
})
