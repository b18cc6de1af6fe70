import { describe, expect, it } from 'vitest'
import { Notes } from '#core/model/import/notes.ts'
import { preparation } from '#core/model/import/preparation.ts'
import { listsTransforms, readMonaiActivation, readMonaiTransforms } from './monai-transforms.ts'

const read = (transforms: unknown, more: Record<string, unknown> = {}) => {
  const { geometry, scaling, mean, std, transpose, pixelSource } = readMonaiTransforms(
    { preprocessing: { _target_: 'Compose', transforms }, ...more },
    preparation(3, '0-255'),
    new Notes(),
  )
  return { geometry, scaling, mean, std, transpose, pixelSource }
}

describe('a bundle’s transforms', () => {
  it('in the order of a 2-D classification bundle', () => {
    const found = read([
      { _target_: 'LoadImaged', keys: 'image' },
      { _target_: 'EnsureChannelFirstd', keys: 'image', channel_dim: 2 },
      { _target_: 'monai.transforms.ScaleIntensityd', keys: 'image', minv: -1, maxv: 1 },
      { _target_: 'Resized', keys: 'image', spatial_size: [299, 299], mode: 'bicubic' },
      { _target_: 'Rotated', _disabled_: true },
    ])
    expect(found).toMatchObject({
      transpose: true,
      geometry: { kind: 'stretch', kernel: 'cubic' },
      scaling: { kind: 'per-image-min-max', low: -1, high: 1 },
    })
  })

  it.each([
    [{ name: 'NormalizeIntensityd', nonzero: true }, { scaling: { kind: 'per-image-standardise', nonzero: true } }],
    [
      { name: 'NormalizeIntensityd', subtrahend: [1, 2, 3], divisor: [4, 5, 6] },
      { mean: [1, 2, 3], std: [4, 5, 6], scaling: { kind: 'range', low: 0, high: 255 } },
    ],
    [
      { name: 'ScaleIntensityRanged', a_min: -1024, a_max: 300, b_min: 0, b_max: 1, clip: true },
      { pixelSource: 'modality', scaling: { kind: 'clip', from: -1024, to: 300, low: 0, high: 1 } },
    ],
    [
      { name: 'ScaleIntensityRanged', a_min: -1024, a_max: 300, b_min: 0, b_max: 1 },
      { scaling: { kind: 'clip', from: -1024, to: 300, low: 0, high: 1, open: true } },
    ],
    [{ name: 'NormalizeIntensityd', channel_wise: true }, { scaling: { nonzero: false, channelWise: true } }],
    [{ name: 'Resized', mode: 'bilinear' }, { geometry: { kernel: 'linear-plain' } }],
    [{ name: 'Resized', mode: 'bilinear', anti_aliasing: true }, { geometry: { kernel: 'linear' } }],
    [{ name: 'Resized' }, { geometry: { kernel: 'linear' } }],
    [
      { name: 'ScaleIntensityRanged', a_min: 0, a_max: 255, b_min: 0, b_max: 1 },
      { pixelSource: 'displayed', scaling: { kind: 'range', low: 0, high: 1 } },
    ],
    [{ name: 'LoadImaged', reader: 'NumpyReader' }, { transpose: false }],
    [{ name: 'LoadImaged', reader: { _target_: 'PILReader', reverse_indexing: false } }, { transpose: false }],
  ])('%j', ({ name, ...settings }, expected) => {
    expect(read([{ _target_: name, ...settings }])).toMatchObject(expected)
  })

  it('take the ends of the image where they stand: before or after it is resized', () => {
    const [resize, scale] = [{ _target_: 'Resized' }, { _target_: 'ScaleIntensityd' }]
    expect(read([resize, scale]).scaling).toEqual({ kind: 'per-image-min-max', low: 0, high: 1, resized: true })
    expect(read([scale, resize]).scaling).toEqual({ kind: 'per-image-min-max', low: 0, high: 1 })
    expect(read([scale]).scaling).toEqual({ kind: 'per-image-min-max', low: 0, high: 1 })
  })

  it('may stand elsewhere in the file', () => {
    expect(
      read('@steps', { steps: ['@load', { _target_: 'Resized' }], load: { _target_: 'LoadImaged' } }),
    ).toMatchObject({ transpose: true, geometry: { kind: 'stretch' } })
  })

  it.each([
    [[{ _target_: 'Rotate90d' }], /Rotate90d/],
    [[{ _target_: 'scripts.mine.Resized' }], /scripts\.mine\.Resized/],
    [[{ _target_: 'Resized', size_mode: 'longest' }], /size_mode longest/],
    [['$scripts.mine()'], /an expression or a reference/],
    [[{ _target_: 'NormalizeIntensityd', subtrahend: 1 }], /both subtrahend and divisor/],
  ])('are refused by name: %j', (transforms, message) => {
    expect(() => read(transforms)).toThrow(
      expect.objectContaining({ kind: 'bad-model', message: expect.stringMatching(message) }),
    )
  })

  it('are not listed where they are an expression', () => {
    expect(
      [undefined, {}, { preprocessing: '$mine()' }, { preprocessing: { transforms: [] } }].map(listsTransforms),
    ).toEqual([false, false, false, true])
  })

  it('name the activation afterwards', () => {
    const after = (settings: Record<string, unknown>) =>
      readMonaiActivation({ postprocessing: { transforms: [{ _target_: 'Activationsd', ...settings }] } })
    expect([after({ sigmoid: true }), after({ softmax: true }), after({})]).toEqual(['sigmoid', 'softmax', undefined])
  })
})
