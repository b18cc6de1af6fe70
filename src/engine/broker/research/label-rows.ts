import type { LabelRow } from '#core/store/index.ts'
import type { DecodeMethods } from '#engine/decode/methods.ts'
import { TriageError } from '#shared/errors.ts'
import type { ReferenceMapping } from '#shared/evaluation.ts'

type ReadLabels = Awaited<ReturnType<DecodeMethods['readLabels']>>

/**
 * Rows of a table as id and label, numbered as a person counts them, the first line being 1. Where the case is named by
 * the column that the table itself suggests, its other columns that name cases stand by for rows that find none.
 */
export function toLabelRows(
  { columns, rows, boxes }: ReadLabels['table'],
  { idColumn, labelColumn, match }: Pick<ReferenceMapping, 'idColumn' | 'labelColumn' | 'match'>,
  idColumns: ReadLabels['idColumns'],
): LabelRow[] {
  const [id, label] = [columns.indexOf(idColumn), columns.indexOf(labelColumn)]
  if (id === -1 || label === -1) {
    throw new TriageError(
      'bad-labels',
      'Expected a column of the file; it has none of the name that was given.',
      'door',
    )
  }
  const [first, ...others] = idColumns
  const asSuggested = first?.idColumn === idColumn && first.match === match
  const standBy = asSuggested ? others.map((other) => ({ ...other, at: columns.indexOf(other.idColumn) })) : []
  return rows.map((row, i) => ({
    row: i + 2,
    id: row[id] ?? '',
    label: row[label] ?? '',
    otherwise: standBy.map(({ match: by, at }) => ({ match: by, id: row[at] ?? '' })),
    ...(boxes && { boxes: (boxes[i] ?? []).filter((box) => box.label === labelColumn) }),
  }))
}
