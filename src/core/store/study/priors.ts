import type { StudyDetail } from '#shared/study.ts'
import type { Store } from '#core/store/store.ts'
import { imageColumns, type ImageRow, toStoredImage } from './stored-image.ts'

type Prior = StudyDetail['priors'][number]
type Row = {
  readonly study_id: number
  readonly acquired_at: string | null
  readonly description: string
  readonly modality: string
  readonly image_id: number | null
}

/** The root of a merged patient: studies of every patient merged into one hang together. */
const samePatient = `SELECT p.id FROM patients p WHERE coalesce(p.merged_into, p.id) =
  (SELECT coalesce(me.merged_into, me.id) FROM studies s JOIN patients me ON me.id = s.patient_id WHERE s.id = :studyId)`

/**
 * The other studies of the same patient, the latest first. Beside each, the image that hangs there: of the modality, body
 * part and view of this study's first image where there is one. Nothing that a model or a reader said of it is told, so that
 * an earlier study that hung beside another can still be read unaided.
 */
export function listPriors(store: Store, studyId: number): Prior[] {
  const first = store
    .sql(
      `SELECT r.modality, r.body_part, i.header ->> '$.image.viewPosition' AS view FROM images i
       JOIN series r ON r.id = i.series_id WHERE i.study_id = ? AND i.set_aside = 0
       ORDER BY r.number, i.instance_number, i.id LIMIT 1`,
    )
    .get(studyId) as { modality: string; body_part: string | null; view: string | null } | undefined
  const rows = store
    .sql(
      `SELECT w.study_id, w.acquired_at, s.description, w.modality,
         (SELECT i.id FROM images i JOIN series r ON r.id = i.series_id
          WHERE i.study_id = w.study_id AND i.set_aside = 0 AND r.modality = :modality
            AND coalesce(r.body_part, :bodyPart, '') = coalesce(:bodyPart, r.body_part, '')
          ORDER BY (i.header ->> '$.image.viewPosition') IS NOT :view, r.number, i.instance_number, i.id LIMIT 1
         ) AS image_id
       FROM studies s JOIN worklist w ON w.study_id = s.id
       WHERE s.patient_id IN (${samePatient}) AND s.id <> :studyId
       ORDER BY w.acquired_order DESC, s.id DESC LIMIT 100`,
    )
    .all({
      studyId,
      modality: first?.modality ?? '',
      bodyPart: first?.body_part ?? null,
      view: first?.view ?? null,
    }) as Row[]
  const image = store.sql(`SELECT ${imageColumns} FROM images WHERE id = ?`)
  return rows.map((row) => ({
    studyId: row.study_id,
    ...(row.acquired_at === null ? {} : { acquiredAt: row.acquired_at }),
    studyDescription: row.description,
    modality: row.modality,
    ...(row.image_id === null ? {} : { image: toStoredImage(image.get(row.image_id) as ImageRow, []) }),
  }))
}
