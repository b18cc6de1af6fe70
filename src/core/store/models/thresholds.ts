import type { Store } from '#core/store/store.ts'

/** The site's own thresholds in force for one model version, by label. */
export function siteThresholds(store: Store, modelSha256: string): Readonly<Record<string, number>> {
  const rows = store
    .sql('SELECT label, value FROM thresholds WHERE model_sha256 = ? AND in_force = 1')
    .all(modelSha256) as { label: string; value: number }[]
  return Object.fromEntries(rows.map(({ label, value }) => [label, value]))
}
