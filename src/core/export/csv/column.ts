import type { CsvValue } from './csv-cell.ts'

/** A column: its name, and its value in a row. Documented one by one in docs/csv.md. */
export type Column<Row> = { readonly name: string; readonly value: (row: Row) => CsvValue }

export const column = <Row>(name: string, value: (row: Row) => CsvValue): Column<Row> => ({ name, value })
