import type { Manifest } from '#shared/manifest.ts'
import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'
import { catchUp, markAllDue } from '#core/store/worklist/due.ts'
import { type ModelState, readModels } from './installed.ts'

/** A model's folder as it lies on the drive. */
export type FoundModel = {
  readonly manifest: Manifest
  readonly folder: string
  readonly card: string
  readonly bundled: boolean
  /** The standing of a version that is new here; `active` where nothing is said. */
  readonly state?: Extract<ModelState, 'active' | 'shadow' | 'inactive'> | undefined
}

/**
 * Makes the list of installed models what lies in the models' folders. New versions are added, those that are gone stay
 * known with their results, and the newest version of an id is the one in use.
 */
export async function registerModels(store: Store, found: readonly FoundModel[]): Promise<void> {
  const known = new Map(readModels(store).map((model) => [model.sha256, model]))
  const next = new Set(found.map(({ manifest }) => manifest.file.sha256))
  const added = found.filter(({ manifest }) => known.get(manifest.file.sha256)?.installed !== 1)
  const gone = [...known.values()].filter(({ sha256, installed }) => installed === 1 && !next.has(sha256))
  const changed = found.filter((model) => {
    const before = known.get(model.manifest.file.sha256)
    return (
      before?.installed === 1 &&
      (before.folder !== model.folder ||
        JSON.stringify(before.manifest) !== JSON.stringify(model.manifest) ||
        before.card !== model.card)
    )
  })
  if (added.length + gone.length + changed.length === 0) return
  store.commit(
    () => {
      for (const model of added) write(store, model)
      for (const model of changed) rewrite(store, model)
      for (const { sha256 } of gone) store.sql('UPDATE models SET installed = 0 WHERE sha256 = ?').run(sha256)
      markAllDue(store)
    },
    [
      ...added.map(({ manifest }) => ({ manifest, action: 'model-add' as const })),
      ...gone.map(({ manifest }) => ({ manifest, action: 'model-remove' as const })),
    ].map(({ manifest, action }) => ({
      action,
      actor: actorOf(store),
      subject: `model:${manifest.id}`,
      detail: { version: manifest.version, sha256: manifest.file.sha256 },
    })),
  )
  await catchUp(store)
}

function write(store: Store, { manifest, folder, card, bundled, state }: FoundModel): void {
  if (state === undefined || state === 'active') {
    // One version of a model judges; a new one takes the place of the others.
    store
      .sql(`UPDATE models SET state = 'inactive' WHERE model_id = ? AND state = 'active' AND sha256 <> ?`)
      .run(manifest.id, manifest.file.sha256)
  }
  store
    .sql(
      `INSERT INTO models (sha256, model_id, version, manifest, folder, card, bundled, state, added_order)
       VALUES (:sha256, :id, :version, :manifest, :folder, :card, :bundled, :state,
         (SELECT coalesce(max(added_order), 0) + 1 FROM models))
       ON CONFLICT (sha256) DO UPDATE SET model_id = excluded.model_id, version = excluded.version, manifest = excluded.manifest,
         folder = excluded.folder, card = excluded.card, installed = 1,
         state = CASE WHEN :wanted IS NULL OR models.state = 'disabled' THEN models.state ELSE :wanted END`,
    )
    .run({
      sha256: manifest.file.sha256,
      id: manifest.id,
      version: manifest.version,
      manifest: JSON.stringify(manifest),
      folder,
      card,
      bundled: Number(bundled),
      state: state ?? 'active',
      wanted: state ?? null,
    })
}

function rewrite(store: Store, { manifest, folder, card }: FoundModel): void {
  store
    .sql('UPDATE models SET version = ?, manifest = ?, folder = ?, card = ? WHERE sha256 = ?')
    .run(manifest.version, JSON.stringify(manifest), folder, card, manifest.file.sha256)
}
