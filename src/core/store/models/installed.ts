import type { Manifest } from '#shared/manifest.ts'
import type { InstalledModel } from '#shared/models.ts'
import type { Store } from '#core/store/store.ts'

export type ModelState = InstalledModel['state']

type ModelRow = {
  readonly sha256: string
  readonly model_id: string
  readonly version: string
  readonly manifest: string
  readonly folder: string
  readonly card: string
  readonly bundled: number
  readonly state: ModelState
  readonly why: string | null
  readonly installed: number
  readonly added_order: number
}

export type ModelRecord = Omit<ModelRow, 'manifest'> & { readonly manifest: Manifest }

const parsed = new WeakMap<Store, Map<string, { readonly text: string; readonly manifest: Manifest }>>()

/** Every model version that was ever in use, the newest of an id last. Manifests are parsed once. */
export function readModels(store: Store): readonly ModelRecord[] {
  const rows = store.sql('SELECT * FROM models ORDER BY model_id, added_order').all() as ModelRow[]
  const known = parsed.get(store) ?? new Map<string, { text: string; manifest: Manifest }>()
  parsed.set(store, known)
  return rows.map((row) => {
    const before = known.get(row.sha256)
    const manifest = before?.text === row.manifest ? before.manifest : (JSON.parse(row.manifest) as Manifest)
    known.set(row.sha256, { text: row.manifest, manifest })
    return { ...row, manifest }
  })
}

/** Of each model id, the version that judges now: the newest one installed and active. */
export function activeVersions(models: readonly ModelRecord[]): ReadonlyMap<string, ModelRecord> {
  const active = models.filter(({ installed, state }) => installed === 1 && state === 'active')
  return new Map(active.map((model) => [model.model_id, model]))
}

/** Versions that run beside the active ones and decide nothing. */
export function shadowVersions(models: readonly ModelRecord[]): readonly ModelRecord[] {
  return models.filter(({ installed, state }) => installed === 1 && state === 'shadow')
}

/** Of each model id, the version whose results count: active, or disabled after crashes, since what it found stays found. */
export function countedVersions(models: readonly ModelRecord[]): ReadonlyMap<string, ModelRecord> {
  const counted = models.filter(
    ({ installed, state }) => installed === 1 && (state === 'active' || state === 'disabled'),
  )
  return new Map(counted.map((model) => [model.model_id, model]))
}
