import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { greyPixels, headerOf, inputOf, noTables } from '#fixtures/grey-picture.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import { toModalityImage } from './to-modality-image.ts'
import { toTensor } from './to-tensor.ts'
import { toTensorPicture } from './tensor-picture.ts'

const stored = greyPixels(
  60,
  Uint16Array.from({ length: 60 * 40 }, (_, i) => i),
  12,
)
const window = { center: 2_048, width: 4_096, function: 'LINEAR' as const }
const image = toModalityImage(stored, headerOf(stored, { windows: [window] }), noTables)
const seen = async (input: ManifestInput) => toTensorPicture(await toTensor(image, input, noTables), input, image)

describe('what the network saw', () => {
  it.each([
    ['NCHW', inputOf(60, 40, { mean: [0.5], std: [0.25] })],
    [
      'NHWC',
      inputOf(60, 40, { layout: 'NHWC', channels: 3, colour: 'bgr', mean: [0.1, 0.2, 0.3], std: [0.2, 0.3, 0.4] }),
    ],
    ['CHW', inputOf(60, 40, { layout: 'CHW', scaling: { kind: 'range', low: -1_024, high: 1_024 } })],
  ])('comes back from %s level by level, in 16 bits', async (_, input) => {
    const { png, width, height, region } = await seen(input)
    expect([width, height, region]).toEqual([60, 40, [0, 0, 60, 40]])
    const { data } = await sharp(png)
      .toColourspace('grey16')
      .raw({ depth: 'ushort' })
      .toBuffer({ resolveWithObject: true })
    const levels = Array.from(new Uint16Array(data.buffer, data.byteOffset, 2_400), (level) =>
      Math.round((level / 65_535) * 4_095),
    )
    // Grey of three channels comes through sharp's luminance.
    expect(Math.max(...levels.map((level, i) => Math.abs(level - i)))).toBeLessThanOrEqual(input.channels === 3 ? 2 : 0)
  })

  it.each([
    ['center-crop', { kind: 'center-crop', kernel: 'linear' }, [10, 0, 40, 40]],
    ['letterbox', { kind: 'letterbox', kernel: 'linear', padValue: 114 }, [0, 0, 60, 40]],
    ['shortest-edge-crop', { kind: 'shortest-edge-crop', kernel: 'linear', shortestEdge: 40 }, [14, 4, 32, 32]],
  ] as const)('names its part of the image: %s', async (_, geometry, region) => {
    expect((await seen(inputOf(32, 32, { geometry }))).region).toEqual(region)
  })
})
