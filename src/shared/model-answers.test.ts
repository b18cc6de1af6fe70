import { describe, expect, it } from 'vitest'
import { tinyManifest } from '#fixtures/tiny-model.ts'
import { answerQuestion, toLabels } from './model-answers.ts'

const manifest = tinyManifest(new Uint8Array(1), {
  thresholds: { bright: { default: { value: 0.4, origin: 'author', basis: 'x' } } },
})

describe('an answer to a question about a model', () => {
  it('changes the field and stands as evidence', () => {
    const answered = answerQuestion(manifest, 'decoder.activation', 'softmax')
    expect(answered.decoder).toEqual({ kind: 'classification', activation: 'softmax' })
    expect(answered.evidence).toEqual([{ field: 'decoder.activation', source: 'user', detail: 'Answered: softmax' }])
    expect(answerQuestion(answered, 'decoder.activation', 'none').evidence).toHaveLength(1)
  })

  it('averages three channels’ statistics for a network of one', () => {
    const { input } = answerQuestion(manifest, 'input.scaling', 'imagenet')
    expect(input).toMatchObject({ mean: [expect.closeTo(0.449, 3)], std: [expect.closeTo(0.226, 3)], colour: 'grey' })
    const three = { ...manifest, input: { ...manifest.input, channels: 3 as const } }
    expect(answerQuestion(three, 'input.scaling', 'caffe').input).toMatchObject({
      colour: 'bgr',
      mean: [103.939, 116.779, 123.68],
    })
  })

  it('renames labels and takes their thresholds along', () => {
    const answered = answerQuestion(manifest, 'labels', 'opacity, normal')
    expect(answered.labels.map(({ name, flags }) => [name, flags])).toEqual([
      ['opacity', true],
      ['normal', false],
    ])
    expect(answered.thresholds).toEqual({ opacity: { default: { value: 0.4, origin: 'author', basis: 'x' } } })
  })

  it.each([
    ['input.size', '512x384', { width: 512, height: 384 }],
    ['input.size', '320', { width: 320, height: 320 }],
    ['input.transpose', 'true', { transpose: true }],
  ])('sets %s to %s', (field, answer, expected) => {
    expect(answerQuestion(manifest, field, answer).input).toMatchObject(expected)
  })

  it('settles whether a detector’s label 0 is the background, before or after the names', () => {
    const decoder = { kind: 'torchvision-detection', firstLabel: 1, scoreFloor: 0.05 } as const
    const detector = { ...manifest, decoder }
    const settled = [
      answerQuestion(answerQuestion(detector, 'labels', 'a, b'), 'decoder.firstLabel', '1'),
      answerQuestion(answerQuestion(detector, 'decoder.firstLabel', '1'), 'labels', 'a, b'),
      answerQuestion(answerQuestion(detector, 'decoder.firstLabel', '1'), 'labels', '__background__, a, b'),
    ]
    for (const one of settled) {
      expect(one.labels.map(({ name, hidden }) => [name, hidden])).toEqual([
        ['__background__', true],
        ['a', false],
        ['b', false],
      ])
      expect(one.decoder).toMatchObject({ firstLabel: 0 })
    }
    const fromZero = answerQuestion(answerQuestion(detector, 'decoder.firstLabel', '0'), 'labels', 'a, b')
    expect(fromZero.labels.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(fromZero.decoder).toMatchObject({ firstLabel: 0 })
  })

  it.each([
    ['shortest-edge-crop', { kind: 'shortest-edge-crop', kernel: 'linear', shortestEdge: 256 }],
    ['letterbox-black', { kind: 'letterbox', kernel: 'linear', padValue: 0 }],
    ['center-crop', { kind: 'center-crop', kernel: 'linear' }],
  ])('brings images to the size: %s', (answer, geometry) => {
    const sized = answerQuestion(manifest, 'input.size', '224')
    expect(answerQuestion(sized, 'input.geometry', answer).input.geometry).toEqual(geometry)
  })

  it.each([
    ['labels', 'one', 'bad-labels'],
    ['input.geometry', 'bent', 'bad-argument'],
    ['decoder.firstLabel', '0', 'bad-argument'],
    ['input.scaling', 'loud', 'bad-argument'],
    ['input.size', 'large', 'bad-argument'],
    ['input.transpose', 'maybe', 'bad-argument'],
    ['decoder.activation', 'relu', 'bad-argument'],
    ['decoder.kind', 'yolo', 'bad-argument'],
    ['file', 'x', 'bad-argument'],
  ])('is refused: %s = %s', (field, answer, kind) => {
    expect(() => answerQuestion(manifest, field, answer)).toThrow(expect.objectContaining({ kind }))
  })
})

it('makes labels unique, hides those without a name and flags no normal', () => {
  expect(toLabels(['Normal', 'Mass', '', 'Mass']).map(({ name, flags, hidden }) => [name, flags, hidden])).toEqual([
    ['Normal', false, false],
    ['Mass', true, false],
    ['unused 2', false, true],
    ['Mass (2)', true, false],
  ])
})
