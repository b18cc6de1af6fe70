import type { AnalysisTask, SavedAnalysis, SavedImage } from '#core/pipeline/ports.ts'
import type { AuditEvent } from '#shared/audit.ts'
import { type Provenance, provenanceSchema } from '#shared/domain.ts'
import type { Store } from '#core/store/store.ts'
import { actorOf } from '#core/store/intake/items.ts'
import { refreshStudies } from '#core/store/worklist/refresh.ts'
import { hashResult } from './row-hash.ts'

type Claimed = {
  readonly id: number
  readonly image_id: number
  readonly frame: number
  readonly model_sha256: string
  readonly location: string
  readonly has_thumbnail: number
}

/** Takes the next images whose turn it is, what a person opened first; each with all the models that have yet to judge it. */
export function claimAnalyses(store: Store, limit: number): readonly AnalysisTask[] {
  return store.keep(() => {
    const next = store
      .sql(
        `SELECT image_id, frame FROM analyses WHERE state = 'queued' AND priority >= 0
         GROUP BY priority, image_id, frame ORDER BY priority DESC, image_id, frame LIMIT ?`,
      )
      .all(limit) as { image_id: number; frame: number }[]
    const seen = new Set(next.map(({ image_id, frame }) => `${image_id}/${frame}`))
    return [...seen].flatMap((key) => claimOne(store, Number(key.split('/')[0]), Number(key.split('/')[1])))
  })
}

function claimOne(store: Store, imageId: number, frame: number): AnalysisTask[] {
  const rows = store
    .sql(
      `SELECT a.id, a.image_id, a.frame, a.model_sha256, i.location,
         EXISTS (SELECT 1 FROM thumbnails t WHERE t.image_id = i.id) AS has_thumbnail
       FROM analyses a JOIN images i ON i.id = a.image_id
       WHERE a.image_id = ? AND a.frame = ? AND a.state = 'queued' AND a.priority >= 0 ORDER BY a.id`,
    )
    .all(imageId, frame) as Claimed[]
  const [first] = rows
  if (!first) return []
  for (const { id } of rows) store.sql(`UPDATE analyses SET state = 'running' WHERE id = ?`).run(id)
  const models = rows.map(({ id, model_sha256 }) => ({ analysisId: id, sha256: model_sha256 }))
  const wantsThumbnail = first.has_thumbnail === 0 && frame === 1
  return [{ imageId, location: JSON.parse(first.location), frame, models, wantsThumbnail }]
}

/** Saves the results of a batch with their audit records and the list's rows: one transaction. */
export function saveAnalyses(store: Store, images: readonly SavedImage[]): void {
  store.commit(
    () => {
      const events = images.flatMap((image) => saveImage(store, image))
      refreshStudies(
        store,
        images.flatMap(({ imageId }) => studyOf(store, imageId) ?? []),
      )
      return events
    },
    (events) => events,
  )
}

function studyOf(store: Store, imageId: number): number | undefined {
  return store.sql('SELECT study_id FROM images WHERE id = ?').pluck().get(imageId) as number | undefined
}

function saveImage(store: Store, image: SavedImage): AuditEvent[] {
  // Deleted while it was analysed.
  if (studyOf(store, image.imageId) === undefined) return []
  if (image.sha256 !== undefined) {
    store
      .sql('UPDATE images SET sha256 = coalesce(sha256, ?), pixel_sha256 = ? WHERE id = ?')
      .run(image.sha256, image.pixelSha256 ?? null, image.imageId)
  }
  markAvailability(store, image)
  if (image.thumbnail) {
    store
      .sql('INSERT INTO thumbnails VALUES (?, ?) ON CONFLICT (image_id) DO UPDATE SET bytes = excluded.bytes')
      .run(image.imageId, Buffer.from(image.thumbnail))
  }
  return image.analyses.flatMap((each) => saveOne(store, each))
}

/** An original that could not be found or was another file is shown as such. */
function markAvailability(store: Store, image: SavedImage): void {
  const failures = image.analyses.flatMap(({ analysis }) =>
    analysis.state === 'failed' ? [analysis.failure.kind] : [],
  )
  const lost = failures.find((kind) => kind === 'missing' || kind === 'changed')
  const availability = image.sha256 === undefined ? lost : 'available'
  if (availability === undefined) return
  store
    .sql('UPDATE images SET availability = ? WHERE id = ? AND availability <> ?')
    .run(availability, image.imageId, availability)
}

function saveOne(store: Store, { analysisId, analysis }: SavedAnalysis): AuditEvent[] {
  const row = store
    .sql('SELECT image_id, frame, model_sha256, state, replaced FROM analyses WHERE id = ?')
    .get(analysisId) as
    | { image_id: number; frame: number; model_sha256: string; state: string; replaced: number }
    | undefined
  // A result is never overwritten: the second answer of a claim that was given up is dropped.
  if (!row || row.replaced === 1 || (row.state !== 'queued' && row.state !== 'running')) return []
  const of = { imageId: row.image_id, frame: row.frame, modelSha256: row.model_sha256 }
  store
    .sql(
      `UPDATE analyses SET state = :state, scores = :scores, provenance = :provenance, reasons = :reasons,
       preprocessing_version = :preprocessing, failure = :failure, row_hash = :hash, priority = 0 WHERE id = :id`,
    )
    .run({ id: analysisId, state: analysis.state, hash: hashResult(of, analysis), ...toColumns(analysis) })
  if (analysis.state === 'done') {
    const insert = store.sql('INSERT INTO findings (analysis_id, label, score, box, mask) VALUES (?, ?, ?, ?, ?)')
    for (const { label, score, box, mask } of analysis.findings) {
      insert.run(analysisId, label, score, box ? JSON.stringify(box) : null, mask ? JSON.stringify(mask) : null)
    }
    noteForPreprocessing(store, analysis.provenance.preprocessingVersion)
  }
  const detail = { image: row.image_id, model: row.model_sha256.slice(0, 16), state: analysis.state }
  return [{ action: 'analyse', actor: actorOf(store), subject: `analysis:${analysisId}`, detail }]
}

function toColumns(analysis: SavedAnalysis['analysis']) {
  const none = { scores: null, provenance: null, reasons: null, failure: null, preprocessing: null }
  switch (analysis.state) {
    case 'done':
      return {
        ...none,
        scores: JSON.stringify(analysis.scores),
        provenance: JSON.stringify(whole(analysis.provenance)),
        preprocessing: analysis.provenance.preprocessingVersion,
      }
    case 'not-assessed':
      return { ...none, reasons: JSON.stringify(analysis.reasons) }
    case 'failed':
      return { ...none, failure: JSON.stringify(analysis.failure) }
  }
}

/** A result of which anything is not known – by what, on what, when – is a bug, and is not stored. */
function whole(provenance: Provenance): Provenance {
  provenanceSchema.parse(provenance)
  return provenance
}

/** A newer way of preparing inputs makes the results of the older ones stale. */
function noteForPreprocessing(store: Store, version: number): void {
  const { changes } = store
    .sql('UPDATE list_state SET preprocessing_version = ? WHERE preprocessing_version < ?')
    .run(version, version)
  if (changes === 0) return
  store
    .sql(
      `INSERT OR IGNORE INTO worklist_due SELECT DISTINCT i.study_id FROM analyses a JOIN images i ON i.id = a.image_id
       WHERE a.state = 'done' AND a.preprocessing_version < ?`,
    )
    .run(version)
}

/** What a person opened goes before the batch. */
export function prioritise(store: Store, studyId: number): void {
  store.keep(() =>
    store
      .sql(
        `UPDATE analyses SET priority = 1 WHERE state = 'queued' AND priority < 1
         AND image_id IN (SELECT id FROM images WHERE study_id = ?)`,
      )
      .run(studyId),
  )
}
