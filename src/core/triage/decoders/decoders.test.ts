import { describe, expect, it } from 'vitest'
import { toModelPredictions } from '#core/triage/to-model-predictions.ts'
import { decoderInput, floats } from '#fixtures/decoder-input.ts'
import { operatingPointNorm, sigmoid, softmax } from './activations.ts'
import { encodeRunLength } from './run-length.ts'

const close = (value: number) => expect.closeTo(value, 6)

describe('activations', () => {
  it('neither overflow nor lose what is small', () => {
    expect([sigmoid(-800), sigmoid(800), sigmoid(0)]).toEqual([0, 1, 0.5])
    // 1 / (1 + e²) and e¹ / (e¹ + e² + e³), to the digits of a table.
    expect(sigmoid(-2)).toBeCloseTo(0.119_202_922_022_117_6, 15)
    expect([...softmax([1, 2, 3])]).toEqual([
      close(0.090_030_573_170_38),
      close(0.244_728_471_054_798),
      close(0.665_240_955_774_822),
    ])
    expect([...softmax([1_000, 1_000])]).toEqual([0.5, 0.5])
  })

  it('put the operating point at 0.5 (TorchXRayVision)', () => {
    // p < t: p / 2t; else 1 − (1 − p) / 2(1 − t)
    expect([
      operatingPointNorm(0.1, 0.4),
      operatingPointNorm(0.4, 0.4),
      operatingPointNorm(0.7, 0.4),
      operatingPointNorm(0.7, null),
    ]).toEqual([close(0.125), 0.5, close(0.75), 0.5])
  })
})

describe('classification', () => {
  const decoder = { kind: 'classification', activation: 'sigmoid' } as const

  it('calibrates a logit by Platt’s slope and intercept', () => {
    const calibration = { kind: 'platt', slope: 0.5, intercept: -1, fittedOn: '', prevalence: 0.1 } as const
    const input = decoderInput({
      outputs: { y: floats('scores', [1, 2], [2, 6]) },
      decoder,
      labels: ['a', 'b'],
      changes: { calibration },
    })
    // 0.5 · 2 − 1 = 0 and 0.5 · 6 − 1 = 2
    expect(toModelPredictions(input).scores).toEqual([
      { label: 'a', score: 0.5 },
      { label: 'b', score: close(0.880_797_077_977_882) },
    ])
  })

  it('hides labels, reads N × K × 1 × 1 and normalises by the manifest’s thresholds', () => {
    const input = decoderInput({
      outputs: { y: floats('scores', [1, 3, 1, 1], [0.1, 0.7, 0.7]) },
      decoder: { kind: 'classification', activation: 'none', opNorm: [0.4, 0.4, null] },
      labels: ['a', 'b', 'c'],
      hidden: ['c'],
    })
    expect(toModelPredictions(input).scores).toEqual([
      { label: 'a', score: close(0.125) },
      { label: 'b', score: close(0.75) },
    ])
  })
})

describe('YOLO', () => {
  // A letterbox: an image of 200 × 100 is halved to 100 × 50 and padded by 25 above in a tensor of 100 × 100.
  const letterbox = {
    side: { width: 100, height: 100 },
    map: { scaleX: 0.5, scaleY: 0.5, offsetY: 25 },
    image: { rows: 100, columns: 200 },
  }

  it('v8: undoes the letterbox, suppresses within a class only, and cuts boxes at the image', () => {
    const rows = [
      // cx, cy, w, h, two scores
      [50, 50, 20, 20, 0.9, 0.1],
      [52, 50, 20, 20, 0.8, 0.1], // overlaps the first: 18 · 20 / (2 · 400 − 360) = 0.818
      [52, 50, 20, 20, 0.1, 0.7], // the same place, another class
      [5, 50, 20, 20, 0.6, 0.1], // reaches beyond the left edge
      [50, 10, 20, 20, 0.5, 0.1], // in the padding above the image
      [80, 60, 10, 10, 0.24, 0.2], // below the confidence
    ]
    const values = Array.from({ length: 6 }, (_, channel) => rows.map((row) => row[channel] ?? 0)).flat()
    const decoder = { kind: 'yolo-v8', confidence: 0.25, iou: 0.45, maxDetections: 300, masks: 0 } as const
    const input = decoderInput({
      outputs: { o: floats('detections', [1, 6, 6], values) },
      decoder,
      labels: ['a', 'b'],
      ...letterbox,
    })
    const f = (value: number) => close(Math.fround(value))
    expect(toModelPredictions(input)).toEqual({
      boxes: [
        { label: 'a', score: f(0.9), box: [80, 30, 40, 40] },
        { label: 'b', score: f(0.7), box: [84, 30, 40, 40] },
        { label: 'a', score: f(0.6), box: [0, 30, 30, 40] },
      ],
      scores: [
        { label: 'a', score: f(0.9) },
        { label: 'b', score: f(0.7) },
      ],
    })
  })

  it('keeps both of two boxes that overlap by exactly the limit', () => {
    // 10 × 10 boxes, 5 apart: 50 / 150 = 1/3
    const values = [5, 10, 5, 5, 10, 10, 10, 10, 0.9, 0.8]
    const decoder = { kind: 'yolo-v8', confidence: 0.25, maxDetections: 300, masks: 0 } as const
    const count = (iou: number) =>
      toModelPredictions(
        decoderInput({
          outputs: { o: floats('detections', [1, 5, 2], values) },
          decoder: { ...decoder, iou },
          labels: ['a'],
        }),
      ).boxes.length
    expect([count(1 / 3), count(1 / 3 - 1e-9)]).toEqual([2, 1])
  })

  it('v5: multiplies objectness and class', () => {
    const decoder = { kind: 'yolo-v5', confidence: 0.25, iou: 0.45, maxDetections: 300 } as const
    const values = [50, 50, 20, 20, 0.5, 0.1, 0.8, 50, 50, 20, 20, 0.4, 0.6, 0.1]
    const input = decoderInput({ outputs: { o: floats('detections', [1, 2, 7], values) }, decoder, labels: ['a', 'b'] })
    expect(toModelPredictions(input).boxes).toEqual([{ label: 'b', score: close(0.4), box: [40, 40, 20, 20] }])
  })
})

describe('run lengths', () => {
  it('go column by column over the whole image, as COCO has them', () => {
    // 3 rows × 4 columns; the region holds columns 1 and 2, rows 1 and 2.
    const region = { left: 1, top: 1, right: 3, bottom: 3 }
    expect(encodeRunLength({ rows: 3, columns: 4 }, region, () => true)).toEqual({
      size: [3, 4],
      counts: [4, 2, 1, 2, 3],
    })
    const all = { left: 0, top: 0, right: 4, bottom: 3 }
    expect(encodeRunLength({ rows: 3, columns: 4 }, all, () => true).counts).toEqual([0, 12])
    expect(encodeRunLength({ rows: 3, columns: 4 }, all, () => false).counts).toEqual([12])
    expect(encodeRunLength({ rows: 3, columns: 4 }, all, (column, row) => column === 3 && row === 2).counts).toEqual([
      11, 1,
    ])
  })

  it('say the same as the mask, pixel by pixel, for any mask', () => {
    for (let seed = 1; seed < 200; seed++) {
      const inside = (column: number, row: number) =>
        Math.imul(seed * 31 + column * 7 + row * 13, 2_654_435_761) >>> 31 === 1
      const region = { left: seed % 3, top: seed % 2, right: 3 + (seed % 3), bottom: 2 + (seed % 4) }
      const { counts } = encodeRunLength({ rows: 5, columns: 6 }, region, inside)
      const drawn = counts.flatMap((length, i) => Array.from({ length }, () => i % 2 === 1))
      const expected = Array.from({ length: 30 }, (_, i) => {
        const [column, row] = [Math.floor(i / 5), i % 5]
        const within = column >= region.left && column < region.right && row >= region.top && row < region.bottom
        return within && inside(column, row)
      })
      expect(drawn).toEqual(expected)
    }
  })
})

describe('a segmentation map', () => {
  it('goes back to image pixels through the letterbox, by cell centres', () => {
    // Two cells a side over a tensor of 4 × 4; the image of 4 × 2 lies in its middle rows.
    const decoder = { kind: 'segmentation', activation: 'sigmoid' } as const
    const input = decoderInput({
      outputs: { m: floats('segmentation', [1, 1, 2, 2], [3, -3, -3, 2]) },
      decoder,
      labels: ['lung'],
      side: { width: 4, height: 4 },
      map: { offsetY: 1 },
      image: { rows: 2, columns: 4 },
    })
    const score = close(Math.fround(sigmoid(3)))
    expect(toModelPredictions(input)).toEqual({
      scores: [{ label: 'lung', score }],
      // Row 0 sees the upper cells (left one on), row 1 the lower ones (right one on).
      boxes: [{ label: 'lung', score, box: [0, 0, 4, 2], mask: { size: [2, 4], counts: [0, 1, 1, 1, 2, 1, 1, 1] } }],
    })
  })

  it('lets the highest class win where probabilities add up to 1', () => {
    const map = floats('segmentation', [1, 3, 1, 2], [0.4, 0.2, 0.35, 0.2, 0.25, 0.6])
    const decoder = { kind: 'segmentation', activation: 'none', background: 0 } as const
    const input = decoderInput({
      outputs: { m: map },
      decoder,
      labels: ['background', 'a', 'b'],
      side: { width: 2, height: 1 },
    })
    expect(toModelPredictions(input).boxes).toEqual([
      { label: 'b', score: close(0.6), box: [1, 0, 1, 1], mask: { size: [1, 2], counts: [1, 1] } },
    ])
  })
})

describe('an answer that is not as promised is failed, never a score (goal M7)', () => {
  const classification = { kind: 'classification', activation: 'sigmoid' } as const
  const yolo = { kind: 'yolo-v8', confidence: 0.25, iou: 0.45, maxDetections: 300, masks: 0 } as const
  const labels = ['a', 'b']
  const cases: readonly [string, Parameters<typeof decoderInput>[0]][] = [
    ['too few scores', { outputs: { y: floats('scores', [1, 1], [1]) }, decoder: classification, labels }],
    ['too many scores', { outputs: { y: floats('scores', [1, 3], [1, 2, 3]) }, decoder: classification, labels }],
    [
      'a probability of 1.2',
      {
        outputs: { y: floats('scores', [1, 2], [1.2, 0]) },
        decoder: { ...classification, activation: 'none' },
        labels,
      },
    ],
    [
      'a probability of −0.1',
      {
        outputs: { y: floats('scores', [1, 2], [0.3, -0.1]) },
        decoder: { ...classification, activation: 'none' },
        labels,
      },
    ],
    [
      'scores that are whole numbers',
      {
        outputs: { y: { role: 'scores', shape: [1, 2], data: BigInt64Array.of(1n, 2n) } },
        decoder: classification,
        labels,
      },
    ],
    ['a missing output', { outputs: { y: floats('boxes', [1, 2], [1, 2]) }, decoder: classification, labels }],
    [
      'a score of 1.5 in a box',
      { outputs: { o: floats('detections', [1, 6, 1], [1, 1, 1, 1, 1.5, 0]) }, decoder: yolo, labels },
    ],
    [
      'channels for another number of labels',
      { outputs: { o: floats('detections', [1, 7, 1], [1, 1, 1, 1, 0.5, 0, 0]) }, decoder: yolo, labels },
    ],
    [
      'a class without a label',
      {
        outputs: { o: floats('detections', [1, 1, 6], [0, 0, 9, 9, 0.9, 7]) },
        decoder: { kind: 'yolo-end-to-end', confidence: 0.25 },
        labels,
      },
    ],
    [
      'a box of the background, where names count from 1',
      {
        outputs: {
          b: floats('boxes', [1, 4], [0, 0, 9, 9]),
          s: floats('scores', [1], [0.9]),
          l: { role: 'labels', shape: [1], data: BigInt64Array.of(0n) },
        },
        decoder: { kind: 'torchvision-detection', firstLabel: 1, scoreFloor: 0.05 },
        labels,
      },
    ],
    [
      'boxes and scores of different number',
      {
        outputs: {
          b: floats('boxes', [1, 4], [0, 0, 9, 9]),
          s: floats('scores', [2], [0.9, 0.8]),
          l: { role: 'labels', shape: [2], data: BigInt64Array.of(1n, 1n) },
        },
        decoder: { kind: 'torchvision-detection', firstLabel: 1, scoreFloor: 0.05 },
        labels,
      },
    ],
    [
      'a map of too many classes',
      {
        outputs: { m: floats('segmentation', [1, 3, 1, 1], [1, 2, 3]) },
        decoder: { kind: 'segmentation', activation: 'softmax' },
        labels,
      },
    ],
  ]
  it.each(cases)('%s', (_, given) => {
    expect(() => toModelPredictions(decoderInput(given))).toThrow(
      expect.objectContaining({ kind: 'bad-output', stage: 'interpret' }),
    )
  })
})
