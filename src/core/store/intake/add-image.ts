import { hash } from 'node:crypto'
import type { Indexed } from '#core/pipeline/ports.ts'
import type { Header } from '#shared/header.ts'
import type { Store } from '#core/store/store.ts'
import { findOrAddPatient } from './patient.ts'

export type IndexedImage = Extract<Indexed, { kind: 'image' }>

/** Where an image stands: the rows above it. */
export type Placed = { readonly imageId: number; readonly studyId: number; readonly patientAdded: boolean }

export type Conflict = { readonly conflictOf: number; readonly samePixels: boolean | undefined }

/** Adds an image under its patient, study and series, each made if it is not there yet. */
export function addImage(
  store: Store,
  indexed: IndexedImage,
  from: { readonly displayPath: string; readonly source: string },
  conflict?: Conflict,
): Placed {
  const { header } = indexed
  const patient = findOrAddPatient(store, header, from.source)
  const studyId = findOrAddStudy(store, header, patient.id)
  const seriesId = findOrAddSeries(store, header, studyId)
  const text = JSON.stringify(header)
  const { lastInsertRowid } = store
    .sql(
      `INSERT INTO images (study_id, series_id, sop_instance_uid, header, header_hash, location, display_path, bytes,
         modified_ms, inode, copied, sha256, frames, instance_number, acquired_at, conflict_of, same_pixels, conflict)
       VALUES (:studyId, :seriesId, :uid, :text, :hash, :location, :displayPath, :bytes, :modifiedMs, :inode, :copied,
         :sha256, :frames, :instanceNumber, :acquiredAt, :conflictOf, :samePixels, :conflict)`,
    )
    .run({
      studyId,
      seriesId,
      uid: header.image.sopInstanceUid,
      text,
      hash: hash('sha256', text),
      location: JSON.stringify(indexed.location),
      displayPath: from.displayPath,
      bytes: indexed.identity.bytes,
      modifiedMs: indexed.identity.modifiedMs,
      inode: indexed.identity.inode,
      copied: Number(indexed.copied),
      sha256: indexed.sha256 ?? null,
      frames: header.image.numberOfFrames,
      instanceNumber: header.image.instanceNumber ?? null,
      acquiredAt: header.image.acquiredAt ?? null,
      conflictOf: conflict?.conflictOf ?? null,
      samePixels: conflict?.samePixels === undefined ? null : Number(conflict.samePixels),
      conflict: conflict ? 'open' : 'none',
    })
  return { imageId: Number(lastInsertRowid), studyId, patientAdded: patient.added }
}

function findOrAddStudy(store: Store, { study }: Header, patientId: number): number {
  const known = store
    .sql('SELECT id FROM studies WHERE study_instance_uid = ? AND patient_id = ?')
    .get(study.studyInstanceUid, patientId) as { id: number } | undefined
  if (known) return known.id
  const added = store
    .sql(
      `INSERT INTO studies (patient_id, study_instance_uid, accession_number, description, study_date, age_years,
         institution, arrived_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      patientId,
      study.studyInstanceUid,
      study.accessionNumber ?? '',
      study.studyDescription ?? '',
      study.studyDate ?? null,
      study.ageYears ?? null,
      study.institutionName ?? null,
      store.now(),
    )
  return Number(added.lastInsertRowid)
}

function findOrAddSeries(store: Store, { series }: Header, studyId: number): number {
  const known = store
    .sql('SELECT id FROM series WHERE study_id = ? AND series_instance_uid = ?')
    .get(studyId, series.seriesInstanceUid) as { id: number } | undefined
  if (known) return known.id
  const added = store
    .sql(
      `INSERT INTO series (study_id, series_instance_uid, modality, number, description, body_part)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(
      studyId,
      series.seriesInstanceUid,
      series.modality ?? '',
      series.seriesNumber ?? null,
      series.seriesDescription ?? '',
      series.bodyPartExamined ?? null,
    )
  return Number(added.lastInsertRowid)
}
