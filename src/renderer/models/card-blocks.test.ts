import { describe, expect, it } from 'vitest'
import { toBlocks } from './card-blocks.ts'

describe('a model card', () => {
  it('has headings, paragraphs, lists and tables', () => {
    const card =
      '# Opacity\nScores **one** radiograph\nof the chest.\n\n- adults\n- children,\n  too\n\n| a | b |\n|---|---|\n| 1 | 2 |\n'
    expect(toBlocks(card)).toEqual([
      { kind: 'heading', text: 'Opacity' },
      { kind: 'paragraph', text: 'Scores one radiograph of the chest.' },
      { kind: 'list', items: ['adults', 'children, too'] },
      { kind: 'table', head: ['a', 'b'], rows: [['1', '2']] },
    ])
  })

  it('is text alone, whatever it holds', () => {
    const [block] = toBlocks('<img src=x onerror=alert(1)> [click](javascript:void 0)')
    expect(block).toEqual({ kind: 'paragraph', text: '<img src=x onerror=alert(1)> click' })
    expect(toBlocks('[a](javascript:1)')).toEqual([{ kind: 'paragraph', text: 'a' }])
  })
})
