import { describe, expect, it } from 'vitest'
import type { Manifest } from '#shared/manifest.ts'
import { toFields, whyInvalid, withField } from './edit-manifest.ts'

const manifest: Manifest = {
  schema: 1,
  id: 'net',
  version: '1',
  name: 'Net',
  description: '',
  intendedUse: '',
  licence: '',
  family: 'generic-classifier',
  task: 'classification',
  file: { name: 'model.onnx', sha256: 'a'.repeat(64), bytes: 1, externalData: [] },
  input: {
    name: 'x',
    layout: 'NCHW',
    elementType: 'float32',
    channels: 1,
    colour: 'grey',
    pixelSource: 'displayed',
    geometry: { kind: 'native' },
    transpose: false,
    scaling: { kind: 'range', low: 0, high: 1 },
    mean: [0],
    std: [1],
    dynamicBatch: true,
  },
  outputs: [{ role: 'scores', name: 'y' }],
  decoder: { kind: 'classification', activation: 'sigmoid' },
  labels: [{ name: 'opacity', explanation: '', flags: true, hidden: false }],
  thresholds: {},
  scope: { colour: 'any', multiFrame: false, strict: [] },
  heatmap: 'none',
  evidence: [{ field: 'name', source: 'default', detail: 'file name' }],
}

describe('editing a proposed manifest', () => {
  it('notes a person as the evidence of what they changed, once', () => {
    const twice = withField(withField(manifest, 'name', 'A'), 'name', 'B')
    expect(twice.name).toBe('B')
    expect(twice.evidence).toEqual([{ field: 'name', source: 'user', detail: 'B' }])
  })

  it('puts numbers and lists in, and takes them out again', () => {
    const sized = withField(withField(manifest, 'width', '224'), 'modalities', 'CR, DX,')
    expect(sized.input.width).toBe(224)
    expect(sized.scope.modalities).toEqual(['CR', 'DX'])
    const plain = withField(withField(sized, 'width', ''), 'modalities', '')
    expect('width' in plain.input).toBe(false)
    expect('modalities' in plain.scope).toBe(false)
    expect(toFields(plain)).toEqual(toFields(manifest))
  })

  it('says what cannot be saved', () => {
    expect(whyInvalid(manifest)).toBeUndefined()
    expect(whyInvalid(withField(manifest, 'id', 'No Id!'))).toMatch(/^id: /)
    expect(whyInvalid(withField(manifest, 'width', 'wide'))).toMatch(/^input\.width: /)
  })

  it('changes how the image is prepared and the answer read, and notes who did', () => {
    const changed = withField(
      withField(withField(withField(manifest, 'scaling', 'minus-one-one'), 'geometry', 'letterbox'), 'labels', 'ill'),
      'activation',
      'none',
    )
    expect(changed.input).toMatchObject({
      scaling: { kind: 'range', low: -1, high: 1 },
      geometry: { kind: 'letterbox', kernel: 'linear', padValue: 114 },
    })
    expect(changed.labels.map(({ name }) => name)).toEqual(['ill'])
    expect(toFields(changed)).toMatchObject({ scaling: 'minus-one-one', geometry: 'letterbox', activation: 'none' })
    const byUser = changed.evidence.filter(({ source }) => source === 'user').map(({ field }) => field)
    expect(byUser).toEqual(['input.scaling', 'input.geometry', 'labels', 'decoder.activation'])
    expect(() => withField(manifest, 'labels', 'ill, well')).toThrow(/1 names/)
  })
})
