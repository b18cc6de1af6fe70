/** A value of a cell; absent is an empty cell. */
export type CsvValue = string | number | boolean | undefined

/** What makes a spreadsheet take a cell for a formula, also behind blanks or full-width forms. */
const runsAsFormula = /^[\s\u00a0]*[=+\-@\t\r\n＝＋－＠]/u

/**
 * One cell by RFC 4180. A text that a spreadsheet would run as a formula gets an apostrophe in front (OWASP, "CSV
 * injection"); numbers are written by the shortest decimals that read back exactly and are never touched.
 */
export function toCsvCell(value: CsvValue): string {
  if (value === undefined) return ''
  if (typeof value !== 'string') return String(value)
  const harmless = runsAsFormula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** One record with its line end. */
export const toCsvRecord = (values: readonly CsvValue[]): string => `${values.map(toCsvCell).join(',')}\r\n`

/** The text of a cell as it was before it was made harmless. */
export const fromHarmless = (text: string): string =>
  text.startsWith("'") && runsAsFormula.test(text.slice(1)) ? text.slice(1) : text
