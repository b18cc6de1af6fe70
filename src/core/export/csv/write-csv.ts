import type { ExportImage, ExportReading } from '#core/export/export-rows.ts'
import { type FileSink, writeDurably } from '#core/export/durable-file.ts'
import { researchNotice } from '#shared/notice.ts'
import { type Column, recordWriter } from './column.ts'
import { toCsvRecord } from './csv-cell.ts'
import {
  type CsvContext,
  findingColumns,
  type FindingRow,
  imageColumns,
  readingColumns,
  studyColumns,
  type StudyRow,
} from './levels.ts'

export type CsvOptions = CsvContext & {
  readonly path: string
  readonly byteOrderMark: boolean
  /** Told now and then how many rows are written; stops the export where it throws. */
  readonly onProgress?: (rows: number) => void
}

/** Where a level's rows come from: images of a study stand together. */
export type CsvSource =
  | { readonly level: 'study' | 'image' | 'finding'; readonly images: AsyncIterable<ExportImage> }
  | { readonly level: 'reading'; readonly readings: AsyncIterable<ExportReading> }

/**
 * Writes one level of results as CSV (RFC 4180, UTF-8), row by row in the order given, so that a million rows need no more
 * memory than one. The last column's name is the notice. Returns the rows written.
 */
export function writeCsv(source: CsvSource, options: CsvOptions): Promise<number> {
  switch (source.level) {
    case 'image':
      return write(source.images, imageColumns(options), options, (image) => [image])
    case 'study':
      return write(studiesOf(source.images), studyColumns(options), options, (study) => [study])
    case 'finding':
      return write(source.images, findingColumns(options), options, findingsOf)
    case 'reading':
      return write(source.readings, readingColumns(options), options, (reading) => [reading])
  }
}

/** Waits only where the drive or the source does: a promise a row would cost more than the row. */
async function write<Source, Row>(
  sources: AsyncIterable<Source>,
  columns: readonly Column<Row>[],
  { path, byteOrderMark, onProgress }: CsvOptions,
  rowsOf: (source: Source) => readonly Row[],
): Promise<number> {
  return writeDurably(path, async (sink: FileSink) => {
    const head = toCsvRecord([...columns.map(({ name }) => name), researchNotice])
    await sink.write(byteOrderMark ? `\uFEFF${head}` : head)
    const toRecord = recordWriter(columns)
    let written = 0
    for await (const source of sources) {
      let records = ''
      for (const row of rowsOf(source)) {
        records += toRecord(row)
        written += 1
        if (written % 1_000 === 0) onProgress?.(written)
      }
      const full = sink.write(records)
      if (full) await full
    }
    return written
  })
}

async function* studiesOf(images: AsyncIterable<ExportImage>): AsyncGenerator<StudyRow> {
  let open: ExportImage[] = []
  const close = (): StudyRow[] => {
    const [first] = open
    const done = first === undefined ? [] : [{ first, images: open }]
    open = []
    return done
  }
  for await (const image of images) {
    if (open[0] && open[0].studyId !== image.studyId) yield* close()
    open.push(image)
  }
  yield* close()
}

const findingsOf = (image: ExportImage): FindingRow[] =>
  image.analyses.flatMap((analysis) => analysis.findings.map((finding) => ({ image, analysis, finding })))
