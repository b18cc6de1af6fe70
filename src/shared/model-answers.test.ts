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

  it.each([
    ['labels', 'one', 'bad-labels'],
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
