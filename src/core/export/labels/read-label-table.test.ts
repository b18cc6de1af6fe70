import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readLabelTable, suggestMapping } from './read-label-table.ts'

const folder = mkdtempSync(join(tmpdir(), 'firstlook-labels-'))
afterAll(() => rmSync(folder, { recursive: true }))

function write(text: string): string {
  const path = join(folder, 'labels.csv')
  writeFileSync(path, text)
  return path
}

describe('a table of labels', () => {
  it.each([
    ['commas', 'file,label\r\na.dcm,"x, y"\r\n'],
    ['semicolons and a byte-order mark', '\uFEFFfile;label\na.dcm;"x, y"\n'],
    ['tabs', 'file\tlabel\na.dcm\tx, y'],
  ])('is read with %s', async (_, text) => {
    expect(await readLabelTable(write(text))).toEqual({ columns: ['file', 'label'], rows: [['a.dcm', 'x, y']] })
  })

  it.each([
    ['one column', 'file\na\n'],
    ['a line that does not fit', 'a,b\n1,2,3\n'],
    ['nothing', ''],
  ])('with %s is refused', async (_, text) => {
    await expect(readLabelTable(write(text))).rejects.toMatchObject({ kind: 'bad-labels' })
  })

  it('that is missing is told so', async () => {
    await expect(readLabelTable(join(folder, 'none.csv'))).rejects.toMatchObject({ kind: 'missing' })
  })

  it('suggests the most certain column', () => {
    const columns = ['file', 'sop_instance_uid', 'reference_label', 'encoding']
    expect(suggestMapping(columns)).toEqual({
      idColumn: 'sop_instance_uid',
      labelColumn: 'reference_label',
      positive: [],
      match: 'sop-instance-uid',
    })
  })
})
