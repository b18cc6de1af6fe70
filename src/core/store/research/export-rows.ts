import type { Finding, Group, Reading, Reason } from '#shared/domain.ts'
import { groups } from '#shared/domain.ts'
import type { Header } from '#shared/header.ts'
import type { Analysis, StoredImage } from '#shared/study.ts'
import type { WorklistFilter } from '#shared/worklist.ts'
import { type AnalysisRow, readFindings, toRecords } from '#core/store/analysis/read-analyses.ts'
import { inForce } from '#core/store/reading/in-force.ts'
import { type ReadingRow, toReading } from '#core/store/reading/read-readings.ts'
import type { Store } from '#core/store/store.ts'
import { toAnalysis } from '#core/store/study/to-analysis.ts'
import { toCondition } from '#core/store/worklist/filter.ts'
import { readContext } from '#core/store/worklist/refresh.ts'

/** A study as it goes out of the house; identified, so that the one who exports decides what of it leaves. */
export type ExportedStudy = {
  readonly studyId: number
  readonly studyInstanceUid: string
  readonly patient: {
    readonly id: number
    readonly patientId: string
    readonly issuer: string
    readonly name: string
    readonly birthDate: string
    readonly sex: string
  }
  readonly accessionNumber: string
  readonly studyDescription: string
  readonly ageYears: number | undefined
  readonly acquiredAt: string | undefined
  readonly arrivedAt: string
  readonly modality: string
  readonly images: number
  readonly group: Group
  readonly level: string | undefined
  readonly reasons: readonly Reason[]
  readonly topScore: number | undefined
  readonly stale: boolean
  readonly verdict: Reading['verdict'] | undefined
}

/** An image with its results under the thresholds in use, and what each reference standard says of it. */
export type ExportedImage = {
  readonly study: ExportedStudy
  readonly imageId: number
  readonly seriesInstanceUid: string
  readonly sopInstanceUid: string
  readonly path: string
  readonly location: Readonly<Record<string, unknown>>
  readonly sha256: string | undefined
  readonly header: Header
  readonly availability: StoredImage['availability']
  readonly conflict: boolean
  readonly analyses: readonly Analysis[]
  readonly labels: readonly {
    readonly set: string
    readonly unit: 'image' | 'study' | 'patient'
    readonly positive: boolean
    readonly value: string
  }[]
}

export type ExportedFinding = {
  readonly image: ExportedImage
  readonly analysis: Analysis
  readonly finding: Finding
}
export type ExportedReading = { readonly study: ExportedStudy; readonly reading: Reading }

/** What an export asks for: a filter of the worklist, from the key of the batch before. */
export type ExportRequest = {
  readonly filter: WorklistFilter
  readonly after?: number | undefined
  readonly limit: number
}
export type Batch<T> = { readonly rows: readonly T[]; readonly next?: number }

/** An export sees everything that is stored. */
const everything = { reader: '', unaidedFirst: false, seed: 0 }

type StudyRow = {
  readonly study_id: number
  readonly study_instance_uid: string
  readonly patient: number
  readonly patient_id: string
  readonly issuer: string
  readonly name: string
  readonly birth_date: string
  readonly sex: string
  readonly accession_number: string
  readonly description: string
  readonly age_years: number | null
  readonly acquired_at: string | null
  readonly arrived_at: string
  readonly modality: string
  readonly images: number
  readonly group_rank: number
  readonly level: string | null
  readonly reasons: string
  readonly top_score: number | null
  readonly stale: number
  readonly verdict: Reading['verdict'] | null
}

const studyColumns = `w.study_id, s.study_instance_uid, p.id AS patient, p.patient_id, p.issuer, p.name, p.birth_date, p.sex,
  s.accession_number, s.description, s.age_years, w.acquired_at, s.arrived_at, w.modality, w.images, w.group_rank,
  w.level, w.reasons, w.top_score, w.stale, w.verdict`
const studyJoin = 'JOIN studies s ON s.id = w.study_id JOIN patients p ON p.id = s.patient_id'

function toStudy(row: StudyRow): ExportedStudy {
  return {
    studyId: row.study_id,
    studyInstanceUid: row.study_instance_uid,
    patient: {
      id: row.patient,
      patientId: row.patient_id,
      // What stands in for an issuer is our own bookkeeping.
      issuer: /^(study|source):/.test(row.issuer) ? '' : row.issuer,
      name: row.name,
      birthDate: row.birth_date,
      sex: row.sex,
    },
    accessionNumber: row.accession_number,
    studyDescription: row.description,
    ageYears: row.age_years ?? undefined,
    acquiredAt: row.acquired_at ?? undefined,
    arrivedAt: row.arrived_at,
    modality: row.modality,
    images: row.images,
    group: groups[row.group_rank] ?? 'not-assessed',
    level: row.level ?? undefined,
    reasons: JSON.parse(row.reasons) as Reason[],
    topScore: row.top_score ?? undefined,
    stale: row.stale === 1,
    verdict: row.verdict ?? undefined,
  }
}

/** The next studies, by their numbers. */
export function exportStudies(store: Store, { filter, after = 0, limit }: ExportRequest): Batch<ExportedStudy> {
  const { where, parameters } = toCondition(store, filter, everything)
  const rows = store
    .sql(
      `SELECT ${studyColumns} FROM worklist w ${studyJoin} WHERE w.study_id > :after AND ${where}
       ORDER BY w.study_id LIMIT :limit`,
    )
    .all({ ...parameters, after, limit }) as StudyRow[]
  return toBatch(rows, limit, ({ study_id }) => study_id, rows.map(toStudy))
}

type ImageRow = {
  readonly image_id: number
  readonly study_id: number
  readonly patient: number
  readonly series_instance_uid: string
  readonly sop_instance_uid: string
  readonly display_path: string
  readonly location: string
  readonly sha256: string | null
  readonly header: string
  readonly availability: StoredImage['availability']
  readonly conflict: string
}

/** The images of the next studies, study by study, those set aside left out; the key counts studies. */
export function exportImages(store: Store, request: ExportRequest): Batch<ExportedImage> {
  const { rows: listed, next } = exportStudies(store, request)
  const studies = new Map(listed.map((study) => [study.studyId, study]))
  const rows = store
    .sql(
      `SELECT i.id AS image_id, i.study_id, s.patient_id AS patient, r.series_instance_uid, i.sop_instance_uid,
         i.display_path, i.location, i.sha256, i.header, i.availability, i.conflict
       FROM json_each(?) j CROSS JOIN images i ON i.study_id = j.value JOIN studies s ON s.id = i.study_id
       JOIN series r ON r.id = i.series_id WHERE i.set_aside = 0 ORDER BY i.study_id, i.id`,
    )
    .all(JSON.stringify([...studies.keys()])) as ImageRow[]
  const analyses = readAnalysesOf(store, rows)
  const isLabelled = store.sql('SELECT 1 FROM reference_sets LIMIT 1').get() !== undefined
  const images = rows.flatMap((row): ExportedImage[] => {
    const study = studies.get(row.study_id)
    if (!study) return []
    return [
      {
        study,
        imageId: row.image_id,
        seriesInstanceUid: row.series_instance_uid,
        sopInstanceUid: row.sop_instance_uid,
        path: row.display_path,
        location: JSON.parse(row.location) as Record<string, unknown>,
        sha256: row.sha256 ?? undefined,
        header: JSON.parse(row.header) as Header,
        availability: row.availability,
        conflict: row.conflict === 'open',
        analyses: analyses.get(row.image_id) ?? [],
        labels: isLabelled ? labelsOfImage(store, row) : [],
      },
    ]
  })
  return next === undefined ? { rows: images } : { rows: images, next }
}

function readAnalysesOf(store: Store, rows: readonly ImageRow[]): ReadonlyMap<number, readonly Analysis[]> {
  const found = store
    .sql(
      `SELECT a.id, a.image_id, a.frame, a.model_sha256, a.state, a.scores, a.provenance, a.preprocessing_version,
         a.reasons, a.failure, a.row_hash
       FROM json_each(?) j CROSS JOIN analyses a ON a.image_id = j.value AND a.replaced = 0 ORDER BY a.image_id, a.id`,
    )
    .all(JSON.stringify(rows.map(({ image_id }) => image_id))) as AnalysisRow[]
  const findings = readFindings(
    store,
    found.map(({ id }) => id),
  )
  const context = readContext(store)
  const analyses = toRecords(found, findings).map((record) => toAnalysis(context, record))
  return Map.groupBy(analyses, ({ imageId }) => imageId)
}

function labelsOfImage(store: Store, row: ImageRow): ExportedImage['labels'] {
  const found = store
    .sql(
      `SELECT e.name, l.unit, l.positive, l.value FROM reference_sets e JOIN reference_labels l ON l.set_id = e.id
       WHERE (l.unit = 'image' AND l.target_id = ?) OR (l.unit = 'study' AND l.target_id = ?)
         OR (l.unit = 'patient' AND l.target_id = (SELECT coalesce(merged_into, id) FROM patients WHERE id = ?))
       ORDER BY e.id, l.unit`,
    )
    .all(row.image_id, row.study_id, row.patient) as {
    name: string
    unit: 'image' | 'study' | 'patient'
    positive: number
    value: string
  }[]
  return found.map(({ name, unit, positive, value }) => ({ set: name, unit, positive: positive === 1, value }))
}

/** The findings of the next studies; the key counts studies, so that a study's findings come together. */
export function exportFindings(store: Store, request: ExportRequest): Batch<ExportedFinding> {
  const { rows, next } = exportImages(store, request)
  const findings = rows.flatMap((image) =>
    image.analyses.flatMap((analysis) =>
      analysis.analysis.state === 'done'
        ? analysis.analysis.findings.map((finding) => ({ image, analysis, finding }))
        : [],
    ),
  )
  return next === undefined ? { rows: findings } : { rows: findings, next }
}

/** The next readings in force, by their numbers. */
export function exportReadings(store: Store, { filter, after = 0, limit }: ExportRequest): Batch<ExportedReading> {
  const { where, parameters } = toCondition(store, filter, everything)
  const rows = store
    .sql(
      `SELECT ${studyColumns}, q.id AS reading FROM readings q CROSS JOIN worklist w ON w.study_id = q.study_id ${studyJoin}
       WHERE q.id > :after AND ${inForce('q')} AND ${where} ORDER BY q.id LIMIT :limit`,
    )
    .all({ ...parameters, after, limit }) as (StudyRow & { reading: number })[]
  const read = store.sql('SELECT * FROM readings WHERE id = ?')
  const readings = rows.map((row) => ({
    study: toStudy(row),
    reading: toReading(store, read.get(row.reading) as ReadingRow),
  }))
  return toBatch(rows, limit, ({ reading }) => reading, readings)
}

function toBatch<Row, T>(rows: readonly Row[], limit: number, key: (row: Row) => number, made: readonly T[]): Batch<T> {
  const last = rows.at(-1)
  return last !== undefined && rows.length === limit ? { rows: made, next: key(last) } : { rows: made }
}
