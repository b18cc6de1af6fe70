import { parse } from 'csv-parse/sync'
import { open } from 'node:fs/promises'
import { TriageError } from '#shared/errors.ts'
import type { ReferenceMapping } from '#shared/evaluation.ts'
import type { Box } from '#shared/geometry.ts'
import { limits } from '#shared/limits.ts'
import { fromHarmless } from '#core/export/csv/csv-cell.ts'
import { tableOfImages } from './table-of-images.ts'

/** A box `[x, y, width, height]` of a row under one of its labels, in pixels of the image or as fractions of it. */
export type RowBox = { readonly label: string; readonly box: Box; readonly of: 'pixels' | 'fractions' }

/** A table of labels as text, the first line naming its columns; one made of annotations has the boxes of each row beside. */
export type LabelTable = {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly boxes?: readonly (readonly RowBox[])[]
}

/** Reads a CSV of labels, parted by comma, semicolon or tab, or an annotation file as one. Refuses with `bad-labels` what is none, with `limit` what is too large. */
export async function readLabelTable(path: string): Promise<LabelTable> {
  const text = await readText(path)
  const table = (await tableOfImages(path, text)) ?? tableOf(text)
  if (table.columns.length < 2) {
    throw bad('Expected a table with a column of cases and a column of labels; the first line names fewer.')
  }
  return table
}

function tableOf(text: string): LabelTable {
  const head = text.slice(0, text.search(/\r?\n|$/))
  const delimiter = [',', ';', '\t'].toSorted((a, b) => head.split(b).length - head.split(a).length)[0] ?? ','
  const [columns = [], ...rows] = records(text, delimiter)
  return { columns, rows }
}

async function readText(path: string): Promise<string> {
  const handle = await open(path, 'r').catch(() => {
    throw new TriageError('missing', 'Expected a file of labels; it cannot be opened.', 'export')
  })
  try {
    const { size } = await handle.stat()
    if (size > limits.labels.bytes) {
      throw new TriageError('limit', `Expected at most ${limits.labels.bytes} bytes of labels; came ${size}.`, 'export')
    }
    return await handle.readFile('utf8')
  } finally {
    await handle.close()
  }
}

function records(text: string, delimiter: string): string[][] {
  try {
    const options = { bom: true, delimiter, relax_column_count: false, skip_empty_lines: true, trim: false }
    const parsed = parse(text, options) as unknown as string[][]
    return parsed.map((row) => row.map(fromHarmless))
  } catch (cause) {
    throw new TriageError('bad-labels', 'Expected a table of labels as CSV; a line does not fit the first.', 'export', {
      cause,
    })
  }
}

const bad = (sentence: string) => new TriageError('bad-labels', sentence, 'export')

/** Names of columns that say what a case is, by how it would be matched; the most certain first. */
const idNames: readonly (readonly [RegExp, IdColumn['match']])[] = [
  [/^sop[_ ]?instance[_ ]?uid$/i, 'sop-instance-uid'],
  [/^(path|file|file[_ ]?name|image)$/i, 'path'],
  [/^accession([_ ]?number)?$/i, 'accession'],
  [/^study[_ ]?instance[_ ]?uid$/i, 'study-instance-uid'],
  [/^(patient([_ ]?id)?|mrn)$/i, 'patient-id'],
]
const labelNames = /^(reference[_ ]?label|label|labels|finding|diagnosis|class|target|truth|ground[_ ]?truth|y)$/i

type IdColumn = { readonly idColumn: string; readonly match: Exclude<ReferenceMapping['match'], 'auto'> }

/** Columns that name the case, by their names; the most certain first. */
export function idColumns(columns: readonly string[]): readonly IdColumn[] {
  return idNames.flatMap(([name, match]) => {
    const idColumn = columns.find((column) => name.test(column.trim()))
    return idColumn === undefined ? [] : [{ idColumn, match }]
  })
}

/** The columns that a person most likely means, by their names; the first and second where none is known. */
export function suggestMapping(columns: readonly string[]): ReferenceMapping {
  const { idColumn, match } = idColumns(columns)[0] ?? { idColumn: columns[0] ?? '', match: 'auto' as const }
  const others = columns.filter((column) => column !== idColumn)
  const labelColumn = others.find((column) => labelNames.test(column.trim())) ?? others[0] ?? ''
  return { idColumn, labelColumn, positive: [], match }
}
