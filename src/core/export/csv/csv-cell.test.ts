import * as fc from 'fast-check'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { fromHarmless, toCsvCell, toCsvRecord } from './csv-cell.ts'

describe('a cell', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '\n=x', ' =1', '＝1', '\u00a0=1'])(
    'that a spreadsheet would run is made harmless: %j',
    (text) => {
      const [[cell = '']] = parse(toCsvCell(text)) as [[string]]
      expect(cell.startsWith("'")).toBe(true)
      expect(fromHarmless(cell)).toBe(text)
    },
  )

  it.each([
    [0.1 + 0.2, '0.30000000000000004'],
    [-5, '-5'],
    [1e-7, '1e-7'],
    [true, 'true'],
    [undefined, ''],
    ['', ''],
    ['a "b", c', '"a ""b"", c"'],
  ])('%j is written as %j', (value, text) => {
    expect(toCsvCell(value)).toBe(text)
  })

  it('reads back as it was, whatever text it holds', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 6 }), (values) => {
        const [read] = parse(toCsvRecord(values)) as string[][]
        expect(read?.map(fromHarmless)).toEqual(values)
      }),
      { numRuns: 2_000 },
    )
  })
})
