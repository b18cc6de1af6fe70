import type { StudyGroup } from '#core/triage/index.ts'
import { groups } from '#shared/domain.ts'
import type { Store } from '#core/store/store.ts'

/** What triage says of a study. */
export type Triaged = {
  readonly group: StudyGroup
  readonly levelOrder: number
  readonly stale: boolean
  readonly labels: readonly string[]
}

type Facts = {
  readonly patient_id: string
  readonly patient_row: number
  readonly name: string
  readonly study_instance_uid: string
  readonly accession_number: string
  readonly description: string
  readonly study_date: string | null
  readonly arrived_at: string
  readonly images: number
  readonly acquired_at: string | null
  readonly thumbnail: number | null
  readonly queued: number
  readonly modality: string | null
}

/** Writes a study's row of the worklist, its labels and its searched text. What readers did stays as it is. */
export function writeListRow(store: Store, studyId: number, { group, levelOrder, stale, labels }: Triaged): void {
  const facts = readFacts(store, studyId)
  const isNew = store.sql('SELECT 1 FROM worklist WHERE study_id = ?').get(studyId) === undefined
  store
    .sql(
      `INSERT INTO worklist (study_id, group_rank, level, level_order, reasons, top_score, score_order, stale,
         acquired_at, acquired_order, modality, patient_order, patient_warning, images, queued, thumbnail_image_id)
       VALUES (:studyId, :groupRank, :level, :levelOrder, :reasons, :topScore, :scoreOrder, :stale,
         :acquiredAt, :acquiredOrder, :modality, :patientOrder, :warning, :images, :queued, :thumbnail)
       ON CONFLICT (study_id) DO UPDATE SET group_rank = excluded.group_rank, level = excluded.level,
         level_order = excluded.level_order, reasons = excluded.reasons, top_score = excluded.top_score,
         score_order = excluded.score_order, stale = excluded.stale, acquired_at = excluded.acquired_at,
         acquired_order = excluded.acquired_order, modality = excluded.modality,
         patient_order = excluded.patient_order, patient_warning = excluded.patient_warning,
         images = excluded.images, queued = excluded.queued, thumbnail_image_id = excluded.thumbnail_image_id`,
    )
    .run({
      studyId,
      groupRank: groups.indexOf(group.group),
      level: group.level ?? null,
      levelOrder,
      reasons: JSON.stringify(group.reasons),
      topScore: group.topScore ?? null,
      scoreOrder: group.topScore ?? -1e9,
      stale: Number(stale),
      acquiredAt: facts.acquired_at ?? facts.study_date,
      acquiredOrder: facts.acquired_at ?? facts.study_date ?? facts.arrived_at,
      modality: facts.modality ?? '',
      patientOrder: facts.name.toLowerCase() || facts.patient_id.toLowerCase(),
      warning: Number(hasNamesake(store, studyId, facts)),
      images: facts.images,
      queued: facts.queued,
      thumbnail: facts.thumbnail,
    })
  if (writeLabels(store, studyId, labels) || isNew) writeText(store, studyId, facts, labels)
}

function readFacts(store: Store, studyId: number): Facts {
  return store
    .sql(
      `SELECT p.patient_id, p.id AS patient_row, p.name, s.study_instance_uid, s.accession_number, s.description,
         s.study_date, s.arrived_at, count(i.id) AS images, min(i.acquired_at) AS acquired_at,
         coalesce((SELECT t.image_id FROM images j JOIN thumbnails t ON t.image_id = j.id
           WHERE j.study_id = s.id AND j.set_aside = 0 ORDER BY j.id LIMIT 1), min(i.id)) AS thumbnail,
         (SELECT count(DISTINCT a.image_id) FROM images j JOIN analyses a ON a.image_id = j.id
           WHERE j.study_id = s.id AND a.replaced = 0 AND a.state IN ('queued', 'running')) AS queued,
         (SELECT group_concat(modality, '\\') FROM (SELECT DISTINCT modality FROM series
           WHERE study_id = s.id ORDER BY modality)) AS modality
       FROM studies s JOIN patients p ON p.id = s.patient_id
       LEFT JOIN images i ON i.study_id = s.id AND i.set_aside = 0 WHERE s.id = ?`,
    )
    .get(studyId) as Facts
}

/** Another patient has this PatientID, or another patient's study this UID: a mix-up may stand behind it. */
function hasNamesake(store: Store, studyId: number, facts: Facts): boolean {
  const other = store.sql(
    `SELECT 1 WHERE EXISTS (SELECT 1 FROM patients p WHERE p.patient_id = :patientId AND p.patient_id <> ''
       AND p.id <> :id AND coalesce(p.merged_into, p.id) <>
         (SELECT coalesce(me.merged_into, me.id) FROM patients me WHERE me.id = :id))
     OR EXISTS (SELECT 1 FROM studies o WHERE o.study_instance_uid = :uid AND o.id <> :studyId)`,
  )
  const { patient_id, patient_row, study_instance_uid } = facts
  return other.get({ patientId: patient_id, id: patient_row, uid: study_instance_uid, studyId }) !== undefined
}

function writeLabels(store: Store, studyId: number, labels: readonly string[]): boolean {
  const before = store.sql('SELECT label FROM study_labels WHERE study_id = ? ORDER BY label').pluck().all(studyId)
  if (JSON.stringify(before) === JSON.stringify(labels)) return false
  store.sql('DELETE FROM study_labels WHERE study_id = ?').run(studyId)
  for (const label of labels) store.sql('INSERT INTO study_labels VALUES (?, ?)').run(studyId, label)
  return true
}

function writeText(store: Store, studyId: number, facts: Facts, labels: readonly string[]): void {
  store.sql('DELETE FROM study_text WHERE rowid = ?').run(studyId)
  store
    .sql('INSERT INTO study_text (rowid, patient, accession, description, labels) VALUES (?, ?, ?, ?, ?)')
    .run(studyId, `${facts.name} ${facts.patient_id}`, facts.accession_number, facts.description, labels.join(' '))
}
