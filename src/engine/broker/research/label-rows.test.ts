import { describe, expect, it } from 'vitest'
import { idColumns } from '#core/export/index.ts'
import { toLabelRows } from './label-rows.ts'

const table = { columns: ['file', 'sop_instance_uid', 'label'], rows: [['a.dcm', '1.2', 'sick']] }
const suggested = { idColumn: 'sop_instance_uid', labelColumn: 'label', match: 'sop-instance-uid' as const }

describe('rows of a table of labels', () => {
  it('carry their other identifiers where the suggested column names the case', () => {
    const otherwise = [{ match: 'path', id: 'a.dcm' }]
    expect(toLabelRows(table, suggested, idColumns(table.columns))).toEqual([
      { row: 2, id: '1.2', label: 'sick', otherwise },
    ])
  })

  it('go by the column alone that a person named instead', () => {
    const named = { ...suggested, idColumn: 'file', match: 'path' as const }
    expect(toLabelRows(table, named, idColumns(table.columns))).toEqual([
      { row: 2, id: 'a.dcm', label: 'sick', otherwise: [] },
    ])
  })

  it('carry the boxes of the label that is asked for', () => {
    const boxed = (label: string) => ({ label, box: [1, 2, 3, 4] as const, of: 'pixels' as const })
    const rows = toLabelRows({ ...table, boxes: [[boxed('label'), boxed('other')]] } as never, suggested, [])
    expect(rows[0]?.boxes).toEqual([boxed('label')])
  })

  it('are refused where the column is not there', () => {
    expect(() => toLabelRows(table, { ...suggested, labelColumn: 'none' }, [])).toThrow('a column of the file')
  })
})
