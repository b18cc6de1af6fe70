import { describe, expect, it } from 'vitest'
import type { StudyDetail } from '#shared/study.ts'
import { inReadingOrder } from './in-reading-order.ts'

const slice = (id: number, z: number) => ({
  id,
  header: {
    image: { imageOrientationPatient: [1, 0, 0, 0, 1, 0], imagePositionPatient: [0, 0, z], instanceNumber: id },
  },
})

describe('a study as it is paged through', () => {
  it('has the slices of a series along their normal, whatever their numbers, and loses none', () => {
    const study = {
      series: [{ imageIds: [1, 2, 3] }, { imageIds: [4] }],
      images: [slice(1, 30), slice(2, 10), slice(3, 20), { id: 4, header: { image: { instanceNumber: 1 } } }],
    } as unknown as StudyDetail
    expect(inReadingOrder(study).images.map(({ id }) => id)).toEqual([2, 3, 1, 4])
    expect(inReadingOrder(study).series[0]?.imageIds).toEqual([2, 3, 1])
  })
})
