import { TriageError } from '#shared/errors.ts'
import { groups, type Reason } from '#shared/domain.ts'
import type { StoredImage, StudyDetail } from '#shared/study.ts'
import { prioritise } from '#core/store/analysis/analyses.ts'
import { readAnalysesOfStudy } from '#core/store/analysis/read-analyses.ts'
import { actorOf } from '#core/store/intake/items.ts'
import { isBlind, readViewer } from '#core/store/reading/blind.ts'
import { noteReveal } from '#core/store/reading/reveal.ts'
import { readReadings } from '#core/store/reading/read-readings.ts'
import type { Store } from '#core/store/store.ts'
import { readContext } from '#core/store/worklist/refresh.ts'
import { listPriors } from './priors.ts'
import { imageColumns, type ImageRow, toStoredImage } from './stored-image.ts'
import { toAnalysis } from './to-analysis.ts'
import { patientWarnings } from './warnings.ts'

type StudyRow = {
  readonly id: number
  readonly study_instance_uid: string
  readonly patient: number
  readonly patient_id: string
  readonly name: string
  readonly birth_date: string
  readonly sex: string
  readonly group_rank: number
  readonly level: string | null
  readonly reasons: string
}

/**
 * A study with its images, results, priors and readings, for the current reader's eyes: while they read unaided, nothing
 * of a model or of another reader is in it. Opening it puts what is still to be analysed first, and is recorded.
 */
export function openStudy(store: Store, studyId: number): StudyDetail {
  const detail = readStudy(store, studyId)
  prioritise(store, studyId)
  store.commit(() => {
    const { reader } = readViewer(store)
    if (!detail.unaided && reader !== '') noteReveal(store, reader, studyId)
  }, [{ action: 'view', actor: actorOf(store), subject: `study:${studyId}`, detail: { unaided: detail.unaided } }])
  return detail
}

export function readStudy(store: Store, studyId: number): StudyDetail {
  const row = readRow(store, studyId)
  const viewer = readViewer(store)
  const unaided = isBlind(store, viewer, studyId)
  const shown = {
    studyId,
    studyInstanceUid: row.study_instance_uid,
    patient: {
      id: row.patient,
      patientId: row.patient_id,
      patientName: row.name,
      ...(row.birth_date === '' ? {} : { patientBirthDate: row.birth_date }),
      ...(row.sex === '' ? {} : { patientSex: row.sex }),
      warnings: patientWarnings(store, row.patient),
    },
    series: readSeries(store, studyId),
    images: readImages(store, studyId, unaided),
    priors: listPriors(store, studyId),
    unaided,
  }
  if (unaided) return { ...shown, reasons: [], readings: [] }
  return {
    ...shown,
    group: groups[row.group_rank],
    ...(row.level === null ? {} : { level: row.level }),
    reasons: JSON.parse(row.reasons) as Reason[],
    readings: readReadings(store, studyId),
  }
}

function readRow(store: Store, studyId: number): StudyRow {
  const row = store
    .sql(
      `SELECT s.id, s.study_instance_uid, p.id AS patient, p.patient_id, p.name, p.birth_date, p.sex,
         w.group_rank, w.level, w.reasons
       FROM studies s JOIN patients p ON p.id = s.patient_id JOIN worklist w ON w.study_id = s.id WHERE s.id = ?`,
    )
    .get(studyId) as StudyRow | undefined
  if (!row) throw noStudy()
  return row
}

export const noStudy = () =>
  new TriageError('not-found', 'Expected a study of this data folder; there is none of that number.', 'store')

function readSeries(store: Store, studyId: number): StudyDetail['series'] {
  const series = store
    .sql('SELECT id, series_instance_uid, modality, description FROM series WHERE study_id = ? ORDER BY number, id')
    .all(studyId) as { id: number; series_instance_uid: string; modality: string; description: string }[]
  const images = store
    .sql('SELECT id, series_id FROM images WHERE study_id = ? AND set_aside = 0 ORDER BY instance_number, id')
    .all(studyId) as { id: number; series_id: number }[]
  const bySeries = Map.groupBy(images, ({ series_id }) => series_id)
  return series.flatMap(({ id, series_instance_uid, modality, description }) => {
    const imageIds = (bySeries.get(id) ?? []).map((image) => image.id)
    return imageIds.length === 0
      ? []
      : [{ id, seriesInstanceUid: series_instance_uid, modality, description, imageIds }]
  })
}

function readImages(store: Store, studyId: number, unaided: boolean): StoredImage[] {
  const rows = store
    .sql(`SELECT ${imageColumns} FROM images WHERE study_id = ? AND set_aside = 0 ORDER BY id`)
    .all(studyId) as ImageRow[]
  const context = readContext(store)
  const analyses = unaided ? [] : readAnalysesOfStudy(store, studyId).map((record) => toAnalysis(context, record))
  const byImage = Map.groupBy(analyses, ({ imageId }) => imageId)
  return rows.map((row) => toStoredImage(row, byImage.get(row.id) ?? []))
}

/** The study of a StudyInstanceUID. Refuses one that two patients claim. */
export function studyIdOf(store: Store, studyInstanceUid: string): number {
  const ids = store.sql('SELECT id FROM studies WHERE study_instance_uid = ? ORDER BY id').pluck().all(studyInstanceUid)
  const [only] = ids as number[]
  if (only === undefined) {
    throw new TriageError('not-found', 'Expected a study of this data folder; none has that StudyInstanceUID.', 'store')
  }
  if (ids.length > 1) {
    throw new TriageError('conflict', 'Expected one study of that UID; studies of two patients have it.', 'store')
  }
  return only
}
