import { type CsvValue, toCsvCell } from './csv-cell.ts'

/** A column: its name, and its value in a row. Documented one by one in docs/csv.md. */
export type Column<Row> = {
  readonly name: string
  readonly value: (row: Row) => CsvValue
  /** What the value is of: rows of one and the same thing share the cell. Absent: the row itself. */
  readonly of?: ((row: Row) => unknown) | undefined
}

export const column = <Row>(name: string, value: (row: Row) => CsvValue): Column<Row> => ({ name, value })

/** Columns whose cells are of the same thing, such as the image of several findings. */
export const columnsOf = <Row>(of: (row: Row) => unknown, columns: readonly Column<Row>[]): Column<Row>[] =>
  columns.map((each) => ({ ...each, of }))

/**
 * Writes rows as records, with an empty last cell under the notice. Neighbouring columns of the same thing are written once
 * for all rows of it that come after each other: with ten findings an image that is most of the work.
 */
export function recordWriter<Row>(columns: readonly Column<Row>[]): (row: Row) => string {
  const blocks: { readonly of: Column<Row>['of']; readonly values: Column<Row>['value'][] }[] = []
  for (const { of, value } of columns) {
    const last = blocks.at(-1)
    if (last && last.of === of) last.values.push(value)
    else blocks.push({ of, values: [value] })
  }
  const writers = blocks.map(({ of, values }) => {
    const write = (row: Row) => values.map((value) => toCsvCell(value(row))).join(',')
    return of ? remembering(of, write) : write
  })
  return (row) => `${writers.map((write) => write(row)).join(',')},\r\n`
}

function remembering<Row>(of: (row: Row) => unknown, write: (row: Row) => string): (row: Row) => string {
  let latest: unknown
  let text = ''
  return (row) => {
    const thing = of(row)
    if (thing !== latest) {
      latest = thing
      text = write(row)
    }
    return text
  }
}
