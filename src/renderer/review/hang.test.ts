import { describe, expect, it } from 'vitest'
import type { StudyDetail } from '#shared/study.ts'
import { frontOf, hang } from './hang.ts'

const image = (id: number, modality: string, viewPosition?: string, imageLaterality?: string) => ({
  id,
  header: { series: { modality }, image: { viewPosition, imageLaterality } },
})
const study = (images: readonly object[], priors: readonly object[] = []) => ({ images, priors }) as StudyDetail
const chest = [image(1, 'DX', 'LL'), image(2, 'DX', 'PA'), image(3, 'CT')]
const all = { together: true, withPrior: true }
const earlier = [
  { studyId: 8, modality: 'CT', studyDescription: '' },
  { studyId: 9, modality: 'DX', studyDescription: '', image: image(77, 'DX', 'PA'), acquiredAt: '2025-01-02' },
]

describe('what hangs where', () => {
  it('is the frontal image first, the lateral and the prior beside it', () => {
    const opened = study(chest, earlier)
    expect(frontOf(opened.images)).toBe(2)
    expect(hang(opened, 2, all)).toEqual([
      { imageId: 2 },
      { imageId: 1 },
      { imageId: 77, prior: { acquiredAt: '2025-01-02', image: image(77, 'DX', 'PA') } },
    ])
    expect(hang(opened, 2, { together: true, withPrior: false }).map(({ imageId }) => imageId)).toEqual([2, 1])
  })

  it('puts the image that was chosen in front', () => {
    expect(hang(study(chest), 1, all).map(({ imageId }) => imageId)).toEqual([1, 2])
    expect(hang(study(chest), 3, all).map(({ imageId }) => imageId)).toEqual([3])
  })

  it('is four views of a mammography, never more than four viewports', () => {
    const views = [
      image(1, 'MG', 'MLO', 'L'),
      image(2, 'MG', 'CC', 'L'),
      image(3, 'MG', 'MLO', 'R'),
      image(4, 'MG', 'CC', 'R'),
      image(5, 'MG', 'XCCL', 'R'),
    ]
    expect(hang(study(views), 1, all).map(({ imageId }) => imageId)).toEqual([4, 2, 3, 1])
    expect(hang(study(views, earlier), 1, all).map(({ imageId }) => imageId)).toEqual([4, 2, 3, 1])
    const alone = { together: false, withPrior: true }
    expect(hang(study(views, earlier), 1, alone).map(({ imageId }) => imageId)).toEqual([1, 77])
    expect(hang(study(views), 5, all).map(({ imageId }) => imageId)).toEqual([5])
  })

  it('is one image where nothing says how it was taken', () => {
    expect(hang(study([image(1, 'DX'), image(2, 'DX')]), 1, all)).toEqual([{ imageId: 1 }])
    expect(frontOf([])).toBeUndefined()
  })
})
