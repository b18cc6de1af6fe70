import { describe, expect, it } from 'vitest'
import { parseYaml } from './yaml.ts'

describe('parseYaml', () => {
  it('reads what settings are written in', () => {
    const text = [
      '# a bundle',
      '---',
      'bundle_root: "/work # not a comment"',
      'spatial_size: [128, 96] # height first',
      'preprocessing:',
      '  _target_: Compose',
      '  transforms:',
      '  - _target_: LoadImaged',
      "    keys: '@image'",
      '  - _target_: ScaleIntensityRanged',
      '    a_min: -1.5e2',
      '    flags: {clip: true, name: "x, y", none: ~}',
      '  - - 1',
      '    - two words',
      'names:',
      '  0: aorta',
      "  1: Bob's mass",
      'empty:',
      'long: [1,',
      '  2]',
      'link: http://example.org/a:b',
    ].join('\n')
    expect(parseYaml(text)).toEqual({
      bundle_root: '/work # not a comment',
      spatial_size: [128, 96],
      preprocessing: {
        _target_: 'Compose',
        transforms: [
          { _target_: 'LoadImaged', keys: '@image' },
          { _target_: 'ScaleIntensityRanged', a_min: -150, flags: { clip: true, name: 'x, y', none: null } },
          [1, 'two words'],
        ],
      },
      names: { 0: 'aorta', 1: "Bob's mass" },
      empty: null,
      long: [1, 2],
      link: 'http://example.org/a:b',
    })
  })

  it.each([
    'a: &anchor 1',
    'a: *anchor',
    'a: !tag 1',
    'a: |\n  text',
    'a: [1, 2',
    'a: "open',
    '\ta: 1',
    'a: 1\n  b: 2',
    `a:\n${Array.from({ length: 60 }, (_, i) => `${' '.repeat(i + 1)}a:`).join('\n')}`,
  ])('gives nothing for what it does not read: %j', (text) => {
    expect(parseYaml(text)).toBeUndefined()
  })
})
