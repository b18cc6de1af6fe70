import type { ExportAnalysis, ExportModel } from '#core/export/export-rows.ts'
import { type Column, column } from './column.ts'

/**
 * Columns of each model by its id: state, version, SHA-256, provider, then score and threshold of each label. A score is
 * empty unless the image was assessed.
 */
export function modelColumns<Row>(
  models: readonly ExportModel[],
  analysisOf: (row: Row, modelId: string) => ExportAnalysis | undefined,
): Column<Row>[] {
  return models.flatMap(({ id, labels }) => {
    const of = (row: Row) => analysisOf(row, id)
    const score = (row: Row, label: string) => of(row)?.scores.find((one) => one.label === label)
    return [
      column<Row>(`${id}.state`, (row) => of(row)?.state),
      column<Row>(`${id}.version`, (row) => of(row)?.version),
      column<Row>(`${id}.sha256`, (row) => of(row)?.sha256),
      column<Row>(`${id}.provider`, (row) => of(row)?.provider),
      ...labels.flatMap((label) => [
        column<Row>(`${id}.${label}.score`, (row) => score(row, label)?.score),
        column<Row>(`${id}.${label}.threshold`, (row) => score(row, label)?.threshold),
      ]),
    ]
  })
}

/** What says more of the same analyses; after the columns that others rely on. */
export function modelDetailColumns<Row>(
  models: readonly ExportModel[],
  analysisOf: (row: Row, modelId: string) => ExportAnalysis | undefined,
  instant: (at: string | undefined, row: Row) => string | undefined,
): Column<Row>[] {
  return models.flatMap(({ id, labels }) => [
    column<Row>(`${id}.why`, (row) => analysisOf(row, id)?.why.join(' ') || undefined),
    column<Row>(`${id}.stale`, (row) => analysisOf(row, id)?.stale),
    column<Row>(`${id}.analysed_at`, (row) => instant(analysisOf(row, id)?.analysedAt, row)),
    ...labels.map((label) =>
      column<Row>(
        `${id}.${label}.threshold_origin`,
        (row) => analysisOf(row, id)?.scores.find((one) => one.label === label)?.thresholdOrigin,
      ),
    ),
  ])
}
