import { describe, expect, it } from 'vitest'
import { greyPixels, headerOf, inputOf, noTables } from '#fixtures/grey-picture.ts'
import { toImagePoint, toModelPoint } from '#shared/geometry.ts'
import type { ManifestInput } from '#shared/manifest.ts'
import { resample } from './resample.ts'
import { toModalityImage } from './to-modality-image.ts'
import { toTensor } from './to-tensor.ts'

const grey = (columns: number, data: Uint16Array | Int16Array | Uint8Array, bits?: number, photometric?: string) => {
  const stored = greyPixels(columns, data, bits, photometric)
  const [low, high] = stored.signed ? [-2_048, 2_047] : [0, 2 ** stored.bitsStored - 1]
  const windows = [{ center: (low + high + 1) / 2, width: high - low + 1, function: 'LINEAR' as const }]
  return toModalityImage(stored, headerOf(stored, { windows, rescaleIntercept: stored.signed ? -1_024 : 0 }), noTables)
}
const tensorOf = (image: ReturnType<typeof grey>, input: ManifestInput) => toTensor(image, input, noTables)
const ramp = Uint16Array.from({ length: 65_536 }, (_, i) => i)

describe('a tensor', () => {
  it.each(['displayed', 'stored', 'modality'] as const)(
    'loses no level of a 16-bit ramp from %s values',
    async (pixelSource) => {
      const { data } = await tensorOf(grey(256, ramp), inputOf(256, 256, { pixelSource }))
      expect(new Set(data).size).toBe(65_536)
      expect(data[65_535]).toBeCloseTo(pixelSource === 'modality' ? 65_535 : 1, 6)
    },
  )

  it('loses no level on the way through sharp', async () => {
    // Each level four times, in a square of its own: halving both sides gives every level once.
    const doubled = Uint16Array.from({ length: 512 * 512 }, (_, i) => (i >>> 10) * 256 + ((i & 511) >>> 1))
    const input = inputOf(256, 256, { geometry: { kind: 'stretch', kernel: 'nearest' } })
    const { data } = await tensorOf(grey(512, doubled), input)
    expect(data.every((value, i) => value === Math.fround(i / 65_535))).toBe(true)
  })

  it('reduces 16 bits with the weights of the kernel', async () => {
    const steps = Uint16Array.from({ length: 64 }, (_, i) => (i % 8) * 1_000)
    const { data } = await tensorOf(grey(8, steps), inputOf(4, 8))
    // Twice the step is the reach of the triangle: ⅛, ⅜, ⅜, ⅛.
    expect(Array.from(data.slice(1, 3), (value) => Math.round(value * 65_535))).toEqual([2_500, 4_500])
  })

  it('gives the numbers of Pillow where a side grows', () => {
    const row = [0, 1_000, 5_000, 2_000, 65_535, 300, 7_000, 123]
    const samples = Uint16Array.from({ length: 64 }, (_, i) => row[i % 8] ?? 0)
    const plane = { rows: 8, columns: 8, channels: 1 as const, samples, scale: 1, offset: 0 }
    const whole = { left: 0, top: 0, width: 8, height: 8 }
    const rowOf = (kernel: Parameters<typeof resample>[3], width: number) => [
      ...resample(plane, whole, { width, height: 8 }, kernel).subarray(width, 2 * width),
    ]
    // Pillow 9.4, mode F; negative values are held to 0 here.
    const pillow = {
      linear: [0, 500, 1_666.67, 4_333.33, 3_500, 12_589.17, 54_945.83, 32_917.5, 1_416.67, 5_883.33, 3_561.5, 123],
      cubic: [
        -65.79, 235.29, 1_574.07, 4_703.7, -220.94, 10_229.16, 61_627.72, 36_469.69, -2_589.1, 5_836.46, 3_753.35,
        -329.43,
      ],
      lanczos3: [
        21.93, -17.11, 1_970.82, 6_364.58, -4_752.85, 12_417.39, 62_631.81, 39_154.84, -5_399.7, 4_015.93, 5_323.94,
        -701.39,
      ],
    }
    for (const kernel of ['linear', 'cubic', 'lanczos3'] as const) {
      expect(rowOf(kernel, 12)).toEqual(pillow[kernel].map((value) => Math.max(0, Math.round(value))))
    }
    expect(rowOf('nearest', 16)).toEqual(row.flatMap((value) => [value, value]))
    expect(rowOf('cubic', 3)).toEqual([182, 23_881, 6_840])
    // PyTorch's interpolate without antialiasing, which is OpenCV's INTER_LINEAR.
    expect(rowOf('linear-plain', 3)).toEqual([833, 33_768, 5_854])
    expect(rowOf('linear-plain', 5)).toEqual([300, 4_600, 33_768, 970, 2_186])
    expect(rowOf('linear-plain', 11)).toEqual([0, 591, 2_273, 4_864, 2_682, 33_768, 50_709, 3_265, 4_868, 4_187, 123])
  })

  it('turns MONOCHROME1 round in stored and modality values', async () => {
    const image = grey(2, Uint16Array.of(0, 4_095, 1_000, 95), 12, 'MONOCHROME1')
    const stored = await tensorOf(image, inputOf(2, 2, { pixelSource: 'stored' }))
    expect([...stored.data].map((value) => Math.round(value * 4_095))).toEqual([4_095, 0, 3_095, 4_000])
    const modality = await tensorOf(image, inputOf(2, 2, { pixelSource: 'modality' }))
    expect([...modality.data].map(Math.round)).toEqual([4_095, 0, 3_095, 4_000])
  })

  it('clips modality units', async () => {
    const image = grey(2, Int16Array.of(0, 24, 1_024, 2_047), 12)
    const scaling = { kind: 'clip', from: -1_000, to: 500, low: 0, high: 1 } as const
    const { data } = await tensorOf(image, inputOf(2, 2, { pixelSource: 'modality', scaling }))
    expect([...data].map((value) => Math.round(value * 1_500))).toEqual([0, 0, 1_000, 1_500])
  })

  it('takes a colour picture’s bytes for modality units, beyond the range where it is open', async () => {
    const stored = { ...greyPixels(3, Uint8Array.of(255, 0, 51, 102, 0, 255)), rows: 1, columns: 2, samplesPerPixel: 3 }
    const image = toModalityImage({ ...stored, photometricInterpretation: 'RGB' }, headerOf(stored), noTables)
    const of = async (open: boolean) => {
      const scaling = { kind: 'clip', from: 51, to: 102, low: 0, high: 1, open } as const
      const more = { channels: 3, colour: 'rgb', pixelSource: 'modality', scaling } as const
      const { data } = await tensorOf(image, inputOf(2, 1, { ...more, mean: [0], std: [1] }))
      return [...data].map((value) => Number(value.toFixed(3)) + 0)
    }
    expect(await of(true)).toEqual([4, 1, -1, -1, 0, 4])
    expect(await of(false)).toEqual([1, 1, 0, 0, 0, 1])
  })

  it('standardises each channel by itself, and takes the ends of the resized image', async () => {
    const stored = { ...greyPixels(3, Uint8Array.of(0, 0, 9, 51, 102, 9)), rows: 1, columns: 2, samplesPerPixel: 3 }
    const image = toModalityImage({ ...stored, photometricInterpretation: 'RGB' }, headerOf(stored), noTables)
    const channelWise = { kind: 'per-image-standardise', nonzero: false, channelWise: true } as const
    const more = { channels: 3, colour: 'rgb' } as const
    const normal = { mean: [0], std: [1], scaling: channelWise }
    const { data } = await tensorOf(image, inputOf(2, 1, { ...more, ...normal }))
    expect([...data].map((value) => Math.round(value * 1_000))).toEqual([-1_000, 1_000, -1_000, 1_000, 0, 0])
    const steps = grey(4, Uint8Array.of(0, 102, 153, 255))
    const ends = async (resized: boolean) => {
      const scaling = { kind: 'per-image-min-max', low: 0, high: 1, resized } as const
      const input = inputOf(2, 1, { scaling, geometry: { kind: 'stretch', kernel: 'linear-plain' } })
      return [...(await tensorOf(steps, input)).data].map((value) => Number(value.toFixed(3)))
    }
    expect(await ends(false)).toEqual([0.2, 0.8])
    expect(await ends(true)).toEqual([0, 1])
  })

  it('normalises by range, minimum and maximum, and mean and deviation', async () => {
    const image = grey(2, Uint8Array.of(0, 51, 102, 153))
    const of = async (scaling: ManifestInput['scaling'], more: Partial<ManifestInput> = {}) =>
      [...(await tensorOf(image, inputOf(2, 2, { scaling, ...more }))).data].map(
        (value) => Number(value.toFixed(4)) + 0,
      )
    expect(await of({ kind: 'range', low: -1_024, high: 1_024 })).toEqual([-1_024, -614.4, -204.8, 204.8])
    expect(await of({ kind: 'per-image-min-max', low: 0, high: 1 })).toEqual([0, 0.3333, 0.6667, 1])
    expect(await of({ kind: 'range', low: 0, high: 1 }, { mean: [0.2], std: [0.1] })).toEqual([-2, 0, 2, 4])
    // numpy: mean 0.3, deviation 0.2236068 of 0, 0.2, 0.4, 0.6; without the zero 0.4 and 0.1632993.
    expect(await of({ kind: 'per-image-standardise', nonzero: false })).toEqual([-1.3416, -0.4472, 0.4472, 1.3416])
    expect(await of({ kind: 'per-image-standardise', nonzero: true })).toEqual([0, -1.2247, 0, 1.2247])
  })

  it('lays colour out by order and layout, and repeats grey', async () => {
    const stored = { ...greyPixels(3, Uint8Array.of(255, 0, 51, 102, 0, 255)), rows: 1, columns: 2, samplesPerPixel: 3 }
    const image = toModalityImage({ ...stored, photometricInterpretation: 'RGB' }, headerOf(stored), noTables)
    const of = async (more: Partial<ManifestInput>) => {
      const { data, shape } = await tensorOf(
        image,
        inputOf(2, 1, { channels: 3, mean: [0, 0, 0], std: [1, 1, 1], ...more }),
      )
      return { shape, data: [...data].map((value) => Math.round(value * 255)) }
    }
    expect(await of({ colour: 'rgb' })).toEqual({ shape: [1, 3, 1, 2], data: [255, 102, 0, 0, 51, 255] })
    expect(await of({ colour: 'bgr' })).toEqual({ shape: [1, 3, 1, 2], data: [51, 255, 0, 0, 255, 102] })
    expect(await of({ colour: 'rgb', layout: 'NHWC' })).toEqual({
      shape: [1, 1, 2, 3],
      data: [255, 0, 51, 102, 0, 255],
    })
    expect((await of({ colour: 'rgb', layout: 'CHW' })).shape).toEqual([3, 1, 2])
    // ITU-R BT.601: 0.299 · 255 + 0.114 · 51 and 0.299 · 102 + 0.114 · 255.
    expect((await of({ channels: 1 })).data).toEqual([82, 60])
    const repeated = await tensorOf(grey(2, Uint8Array.of(255, 0)), inputOf(2, 1, { channels: 3, colour: 'rgb' }))
    expect([...repeated.data]).toEqual([1, 0, 1, 0, 1, 0])
  })
})

describe('the map from image to tensor', () => {
  const image = grey(
    1_080,
    new Uint16Array(1_080 * 810).map((_, i) => i % 4_096),
    12,
  )
  const cornersOf = async (more: Partial<ManifestInput>) => {
    const { imageToModel, shape } = await tensorOf(image, inputOf(640, 640, more))
    const [first, last] = [
      { x: 0, y: 0 },
      { x: 1_080, y: 810 },
    ].map((point) => toModelPoint(imageToModel, point))
    const back = toImagePoint(imageToModel, toModelPoint(imageToModel, { x: 17, y: 400 }))
    expect([back.x, back.y].map((value) => Number(value.toFixed(9)))).toEqual([17, 400])
    return { shape, corners: [first?.x, first?.y, last?.x, last?.y].map((value) => Number(value?.toFixed(3))) }
  }

  it.each([
    ['stretch', { geometry: { kind: 'stretch', kernel: 'linear' } }, [1, 1, 640, 640], [0, 0, 640, 640]],
    // Ultralytics: ratio 0.5926, 640 × 480, 80 above and below.
    [
      'letterbox',
      { geometry: { kind: 'letterbox', kernel: 'linear', padValue: 114 } },
      [1, 1, 640, 640],
      [0, 80, 640, 560],
    ],
    [
      'center-crop',
      { geometry: { kind: 'center-crop', kernel: 'linear' } },
      [1, 1, 640, 640],
      [-106.667, 0, 746.667, 640],
    ],
    // torchvision: resized to 960 × 720, cut by 160 and 40.
    [
      'shortest-edge-crop',
      { geometry: { kind: 'shortest-edge-crop', kernel: 'linear', shortestEdge: 720 } },
      [1, 1, 640, 640],
      [-160, -40, 800, 680],
    ],
    // As above, from a square of 720: cut by 40 on all sides.
    [
      'stretch-crop',
      { geometry: { kind: 'stretch-crop', kernel: 'linear', stretchWidth: 720, stretchHeight: 720 } },
      [1, 1, 640, 640],
      [-40, -40, 680, 680],
    ],
    // YOLOS: 1066 is cut to 66 times 16.
    [
      'shortest-edge of whole patches',
      {
        geometry: { kind: 'shortest-edge', kernel: 'linear', shortestEdge: 800, longestEdge: 1_333, multipleOf: 16 },
      },
      [1, 1, 800, 1_056],
      [0, 0, 1_056, 800],
    ],
    // DETR: 800 would make 1066 of the longer side.
    [
      'shortest-edge',
      { geometry: { kind: 'shortest-edge', kernel: 'linear', shortestEdge: 800, longestEdge: 1_333 } },
      [1, 1, 800, 1_066],
      [0, 0, 1_066, 800],
    ],
    [
      'native',
      { geometry: { kind: 'native' }, width: undefined, height: undefined },
      [1, 1, 810, 1_080],
      [0, 0, 1_080, 810],
    ],
  ] as unknown as [string, Partial<ManifestInput>, number[], number[]][])('%s', async (_, more, shape, corners) => {
    expect(await cornersOf(more)).toEqual({ shape, corners })
  })

  it('exchanges the axes of a transposed input', async () => {
    const small = grey(3, Uint8Array.of(0, 51, 102, 153, 204, 255))
    const { data, shape, imageToModel } = await tensorOf(small, inputOf(2, 3, { transpose: true }))
    expect(shape).toEqual([1, 1, 3, 2])
    expect([...data].map((value) => Math.round(value * 255))).toEqual([0, 153, 51, 204, 102, 255])
    expect(toModelPoint(imageToModel, { x: 2.5, y: 0.5 })).toMatchObject({ x: 0.5, y: 2.5 })
  })

  it('pads a letterbox with its grey', async () => {
    const geometry = { kind: 'letterbox', kernel: 'linear', padValue: 114 } as const
    const { data } = await tensorOf(grey(4, new Uint8Array(8).fill(255)), inputOf(4, 4, { geometry }))
    expect([...data].map((value) => Math.round(value * 255))).toEqual([
      ...Array<number>(4).fill(114),
      ...Array<number>(8).fill(255),
      ...Array<number>(4).fill(114),
    ])
  })
})
