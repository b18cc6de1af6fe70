import { describe, expect, it } from 'vitest'
import { namesOf, parseDataYaml, parseLabelLines } from './label-files.ts'
import { parsePythonLiteral } from './python-literal.ts'

describe('a Python literal', () => {
  it.each([
    [
      "{0: 'person', 1: \"Bob's\"}",
      new Map([
        [0, 'person'],
        [1, "Bob's"],
      ]),
    ],
    ['[640, 640]', [640, 640]],
    ["('a', 'b',)", ['a', 'b']],
    [
      "{'batch': 1, 'half': False, 'fraction': 1e-3, 'x': None, 'y': True}",
      new Map<string, unknown>([
        ['batch', 1],
        ['half', false],
        ['fraction', 0.001],
        ['x', undefined],
        ['y', true],
      ]),
    ],
    ["'it\\'s \\u00e9 \\x41 \\n'", "it's é A \n"],
    ['{}', new Map()],
    ['-3.5', -3.5],
  ])('%s', (text, value) => {
    expect(parsePythonLiteral(text)).toEqual(value)
  })

  it.each([
    "{0: 'a'",
    "['a' 'b']",
    "{'a'}",
    'name',
    "'open",
    '[1] x',
    "'\\ud'",
    '['.repeat(40),
    '__import__("os")',
    '',
  ])('is not: %s', (text) => {
    expect(parsePythonLiteral(text)).toBeUndefined()
  })
})

describe('labels beside a graph', () => {
  it('come one a line, counted or not', () => {
    expect(parseLabelLines('normal\r\npneumonia\r\n\r\n')).toEqual(['normal', 'pneumonia'])
    expect(parseLabelLines('0 Normal\n1 Viral\n')).toEqual(['Normal', 'Viral'])
    expect(parseLabelLines('2 lungs\n1 lung\n')).toEqual(['2 lungs', '1 lung'])
    expect(parseLabelLines('a\n\nb')).toEqual(['a', '', 'b'])
  })

  it.each([
    ["names: ['a', 'b c']", ['a', 'b c']],
    ['nc: 2\nnames: [a, b c] # two', ['a', 'b c']],
    ['names: {0: a, 1: "b"}', ['a', 'b']],
    ['names:\n  - a\n  - "b c"\nnc: 2', ['a', 'b c']],
    ['names:\n  0: a\n  1: b # note\n', ['a', 'b']],
    ['path: x', undefined],
  ])('come from data.yaml: %s', (text, names) => {
    expect(parseDataYaml(text)).toEqual(names)
  })

  it('must count from 0 without a gap', () => {
    expect(
      namesOf(
        new Map([
          [0, 'a'],
          [2, 'b'],
        ]),
      ),
    ).toBeUndefined()
    expect(namesOf(['a', 1])).toBeUndefined()
  })
})
