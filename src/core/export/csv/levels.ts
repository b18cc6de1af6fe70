import type { ExportAnalysis, ExportImage, ExportModel, ExportReading } from '#core/export/export-rows.ts'
import { type Column, column, columnsOf } from './column.ts'
import type { Identity } from './identity.ts'
import { modelColumns, modelDetailColumns } from './model-columns.ts'

/** What the columns of an export depend on beside its rows. */
export type CsvContext = {
  readonly identity: Identity
  readonly models: readonly ExportModel[]
  readonly referenceSets: readonly string[]
}

const analysisOf = (image: ExportImage, modelId: string) => strongestAnalysis({ images: [image] }, modelId)

const referenceColumns = <Row extends Pick<ExportImage, 'references'>>({ referenceSets }: CsvContext) =>
  referenceSets.map((set) =>
    column<Row>(`reference.${set}`, ({ references }) => references.find((one) => one.set === set)?.label),
  )

/** One row an image. */
export function imageColumns(context: CsvContext): Column<ExportImage>[] {
  const { identity, models } = context
  return [
    column('patient_id', identity.patient),
    column('study_instance_uid', (image) => identity.uid(image.studyInstanceUid)),
    column('series_instance_uid', (image) => identity.uid(image.seriesInstanceUid)),
    column('sop_instance_uid', (image) => identity.uid(image.sopInstanceUid)),
    column('path', (image) => identity.path(image.path)),
    column('group', (image) => image.group),
    ...modelColumns(models, analysisOf),
    column('patient_sex', (image) => image.patientSex),
    column('age_years', (image) => identity.age(image.ageYears)),
    column('accession_number', (image) => identity.accession(image.accessionNumber)),
    column('modality', (image) => identity.modality(image.modality)),
    column('view_position', (image) => identity.view(image.view)),
    column('acquired_at', identity.acquired),
    column('rows', (image) => image.rows),
    column('columns', (image) => image.columns),
    column('level', (image) => image.level),
    ...modelDetailColumns(models, analysisOf, identity.instant),
    ...referenceColumns<ExportImage>(context),
  ]
}

/** The images of one study. */
export type StudyRow = { readonly first: ExportImage; readonly images: readonly ExportImage[] }

/** One row a study; the score of a label is the highest over its images, the state that of the image that gave it. */
export function studyColumns(context: CsvContext): Column<StudyRow>[] {
  const { identity, models } = context
  return [
    column('patient_id', ({ first }) => identity.patient(first)),
    column('study_instance_uid', ({ first }) => identity.uid(first.studyInstanceUid)),
    column('group', ({ first }) => first.group),
    column('images', ({ images }) => images.length),
    ...modelColumns<StudyRow>(models, strongestAnalysis),
    column('level', ({ first }) => first.level),
    column('patient_sex', ({ first }) => first.patientSex),
    column('age_years', ({ first }) => identity.age(first.ageYears)),
    column('accession_number', ({ first }) => identity.accession(first.accessionNumber)),
    column('modality', ({ images }) =>
      [...new Set(images.map(({ modality }) => identity.modality(modality)))].filter((term) => term !== '').join(' '),
    ),
    column('acquired_at', ({ first }) => identity.acquired(first)),
    ...modelDetailColumns<StudyRow>(models, strongestAnalysis, (at, { first }) => identity.instant(at, first)),
    ...context.referenceSets.map((set) =>
      column<StudyRow>(`reference.${set}`, ({ images }) => {
        const labels = images.flatMap(({ references }) => references.filter((one) => one.set === set))
        return [...new Set(labels.map(({ label }) => label))].join(' | ') || undefined
      }),
    ),
  ]
}

/**
 * What is not stale speaks where there is any, and of that what was assessed; its scores are the highest of each label over
 * images and frames.
 */
function strongestAnalysis({ images }: Pick<StudyRow, 'images'>, modelId: string): ExportAnalysis | undefined {
  const all = images.flatMap(({ analyses }) => analyses.filter((one) => one.modelId === modelId))
  const current = all.filter(({ stale }) => !stale)
  const newest = all.at(-1)?.sha256
  const analyses = current.length > 0 ? current : all.filter(({ sha256 }) => sha256 === newest)
  const done = analyses.filter(({ state }) => state === 'done')
  const [first] = done
  if (first === undefined) return analyses.find(({ state }) => state === 'failed') ?? analyses[0]
  const scores = first.scores.map((score) =>
    done
      .flatMap((analysis) => analysis.scores.filter(({ label }) => label === score.label))
      .reduce((best, other) => (other.score > best.score ? other : best), score),
  )
  return { ...first, scores }
}

/** One finding with its image and analysis. */
export type FindingRow = {
  readonly image: ExportImage
  readonly analysis: ExportAnalysis
  readonly finding: ExportAnalysis['findings'][number]
}

/** One row a finding; boxes in pixels of the stored image, and in mm where the spacing is known. */
export function findingColumns({ identity }: CsvContext): Column<FindingRow>[] {
  const pixels = (i: 0 | 1 | 2 | 3) => (row: FindingRow) => row.finding.box?.[i]
  const millimetres = (i: 0 | 1 | 2 | 3) => (row: FindingRow) => {
    const spacing = row.image.spacing
    const value = row.finding.box?.[i]
    if (spacing === undefined || value === undefined) return undefined
    return value * (i % 2 === 0 ? spacing.columnMm : spacing.rowMm)
  }
  const score = ({ analysis, finding }: FindingRow) => analysis.scores.find(({ label }) => label === finding.label)
  return [
    ...columnsOf<FindingRow>(
      ({ image }) => image,
      [
        column('patient_id', ({ image }) => identity.patient(image)),
        column('study_instance_uid', ({ image }) => identity.uid(image.studyInstanceUid)),
        column('series_instance_uid', ({ image }) => identity.uid(image.seriesInstanceUid)),
        column('sop_instance_uid', ({ image }) => identity.uid(image.sopInstanceUid)),
        column('path', ({ image }) => identity.path(image.path)),
        column('group', ({ image }) => image.group),
      ],
    ),
    column('finding_id', ({ finding }) => finding.id),
    ...columnsOf<FindingRow>(
      ({ analysis }) => analysis,
      [
        column('model_id', ({ analysis }) => analysis.modelId),
        column('model_version', ({ analysis }) => analysis.version),
        column('model_sha256', ({ analysis }) => analysis.sha256),
        column('provider', ({ analysis }) => analysis.provider),
        column('analysed_at', ({ analysis, image }) => identity.instant(analysis.analysedAt, image)),
        column('stale', ({ analysis }) => analysis.stale),
      ],
    ),
    column('label', ({ finding }) => finding.label),
    column('score', ({ finding }) => finding.score),
    column('threshold', (row) => score(row)?.threshold),
    column('threshold_origin', (row) => score(row)?.thresholdOrigin),
    column('box_x', pixels(0)),
    column('box_y', pixels(1)),
    column('box_width', pixels(2)),
    column('box_height', pixels(3)),
    column('box_x_mm', millimetres(0)),
    column('box_y_mm', millimetres(1)),
    column('box_width_mm', millimetres(2)),
    column('box_height_mm', millimetres(3)),
  ]
}

/** One row a reading. */
export function readingColumns({ identity }: CsvContext): Column<ExportReading>[] {
  const marks = (action: string) => (row: ExportReading) =>
    row.reading.marks.filter((mark) => mark.action === action).length
  return [
    column('patient_id', identity.patient),
    column('study_instance_uid', (row) => identity.uid(row.studyInstanceUid)),
    column('accession_number', (row) => identity.accession(row.accessionNumber)),
    column('group', (row) => row.group),
    column('reading_id', ({ reading }) => reading.id),
    column('reader', ({ reading }) => identity.reader(reading.reader)),
    column('role', ({ reading }) => reading.role),
    column('unaided', ({ reading }) => reading.unaided),
    column('verdict', ({ reading }) => reading.verdict),
    column('started_at', (row) => identity.instant(row.reading.startedAt, row)),
    column('committed_at', (row) => identity.instant(row.reading.committedAt, row)),
    column('duration_ms', ({ reading }) => reading.durationMs),
    column('superseded', (row) => row.superseded),
    column('supersedes', ({ reading }) => reading.supersedes),
    column('accepted', marks('accept')),
    column('rejected', marks('reject')),
    column('corrected', marks('correct')),
    column('added', marks('add')),
    column('labels', ({ reading }) =>
      reading.marks
        .filter(({ action }) => action !== 'reject' && action !== 'delete')
        .map(({ label }) => label)
        .join(' | '),
    ),
    column('comment', (row) => identity.comment(row.reading.comment, row)),
  ]
}
