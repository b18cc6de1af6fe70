import type { ExportImage, ExportReading } from '#core/export/export-rows.ts'
import { type FileSink, writeDurably } from '#core/export/durable-file.ts'
import { researchNotice } from '#shared/notice.ts'
import type { Column } from './column.ts'
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
      return write(source.images, imageColumns(options), options)
    case 'study':
      return write(studiesOf(source.images), studyColumns(options), options)
    case 'finding':
      return write(findingsOf(source.images), findingColumns(options), options)
    case 'reading':
      return write(source.readings, readingColumns(options), options)
  }
}

async function write<Row>(
  rows: AsyncIterable<Row>,
  columns: readonly Column<Row>[],
  { path, byteOrderMark, onProgress }: CsvOptions,
): Promise<number> {
  return writeDurably(path, async (sink: FileSink) => {
    const head = toCsvRecord([...columns.map(({ name }) => name), researchNotice])
    await sink.write(byteOrderMark ? `\uFEFF${head}` : head)
    let written = 0
    for await (const row of rows) {
      await sink.write(toCsvRecord([...columns.map(({ value }) => value(row)), undefined]))
      written += 1
      if (written % 1_000 === 0) onProgress?.(written)
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

async function* findingsOf(images: AsyncIterable<ExportImage>): AsyncGenerator<FindingRow> {
  for await (const image of images) {
    for (const analysis of image.analyses) {
      for (const finding of analysis.findings) yield { image, analysis, finding }
    }
  }
}
