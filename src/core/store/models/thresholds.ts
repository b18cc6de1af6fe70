import type { ThresholdRecord } from '#shared/evaluation.ts'
import { TriageError } from '#shared/errors.ts'
import type { Manifest } from '#shared/manifest.ts'
import type { Store } from '#core/store/store.ts'

/** The site's own thresholds in force for one model version, by label. */
export function siteThresholds(store: Store, modelSha256: string): Readonly<Record<string, number>> {
  const rows = store
    .sql('SELECT label, value FROM thresholds WHERE model_sha256 = ? AND in_force = 1')
    .all(modelSha256) as { label: string; value: number }[]
  return Object.fromEntries(rows.map(({ label, value }) => [label, value]))
}

type Row = {
  readonly id: number
  readonly model_sha256: string
  readonly label: string
  readonly value: number
  readonly set_at: string
  readonly set_by: string
  readonly basis: string
}

/** Numbers of the author's own thresholds, which have no row: far above those of the site's. */
const authorIds = 2 ** 40

/**
 * Every threshold of a model's versions: the site's, those in force first and then the latest, and after them the
 * author's, which are in force where the site has none.
 */
export function listThresholds(store: Store, modelId: string, manifests: readonly Manifest[]): ThresholdRecord[] {
  const rows = store
    .sql(
      `SELECT t.* FROM thresholds t JOIN models m ON m.sha256 = t.model_sha256 WHERE m.model_id = ?
       ORDER BY t.in_force = 1 DESC, t.id DESC`,
    )
    .all(modelId) as Row[]
  return [...rows.map((row) => toRecord(modelId, row)), ...manifests.flatMap(authorRecords)]
}

function toRecord(modelId: string, row: Row): ThresholdRecord {
  return {
    id: row.id,
    modelId,
    modelSha256: row.model_sha256,
    label: row.label,
    value: row.value,
    origin: 'site',
    setAt: row.set_at,
    setBy: row.set_by,
    basis: row.basis,
  }
}

function authorRecords(manifest: Manifest): ThresholdRecord[] {
  return Object.entries(manifest.thresholds).flatMap(([label, points], i) => {
    const point = points.default
    if (!point) return []
    return [
      {
        id: authorIds + i,
        modelId: manifest.id,
        modelSha256: manifest.file.sha256,
        label,
        value: point.value,
        origin: point.origin,
        setAt: '',
        setBy: '',
        basis: point.basis,
      },
    ]
  })
}

/** Puts a threshold of the site in force, inside the caller's change; the one before it stays as history. */
export function insertThreshold(store: Store, record: Omit<ThresholdRecord, 'id' | 'origin'>): ThresholdRecord {
  const { modelId, modelSha256, label, value, setAt, setBy, basis } = record
  store
    .sql('UPDATE thresholds SET in_force = 0 WHERE model_sha256 = ? AND label = ? AND in_force = 1')
    .run(modelSha256, label)
  const { lastInsertRowid } = store
    .sql(
      `INSERT INTO thresholds (model_sha256, label, value, set_at, set_by, basis, in_force) VALUES (?, ?, ?, ?, ?, ?, 1)`,
    )
    .run(modelSha256, label, value, setAt, setBy, basis)
  return { id: Number(lastInsertRowid), modelId, modelSha256, label, value, origin: 'site', setAt, setBy, basis }
}

/** Takes the site's threshold back, inside the caller's change: the one before it is in force again, else the author's. */
export function withdrawThreshold(
  store: Store,
  modelId: string,
  modelSha256: string,
  label: string,
): ThresholdRecord | undefined {
  const current = store
    .sql('SELECT id FROM thresholds WHERE model_sha256 = ? AND label = ? AND in_force = 1')
    .pluck()
    .get(modelSha256, label) as number | undefined
  if (current === undefined) {
    throw new TriageError('not-found', 'Expected a threshold of this site; the author’s is in force.', 'store')
  }
  store.sql('UPDATE thresholds SET in_force = 2 WHERE id = ?').run(current)
  const before = store
    .sql(
      'SELECT * FROM thresholds WHERE model_sha256 = ? AND label = ? AND in_force = 0 AND id < ? ORDER BY id DESC LIMIT 1',
    )
    .get(modelSha256, label, current) as Row | undefined
  if (!before) return undefined
  store.sql('UPDATE thresholds SET in_force = 1 WHERE id = ?').run(before.id)
  return toRecord(modelId, before)
}
