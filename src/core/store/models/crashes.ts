import { TriageError, type Failure } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { failAnalyses } from '#core/store/intake/control-job.ts'
import { actorOf } from '#core/store/intake/items.ts'
import type { Store } from '#core/store/store.ts'

/**
 * Counts a crash of a model's process. The third within ten minutes disables the version: what waits for it fails with
 * that reason. Refuses a model that is not installed.
 */
export function recordCrash(store: Store, sha256: string, kind: string): { readonly disabled: boolean } {
  const model = store.sql('SELECT model_id, state FROM models WHERE sha256 = ? AND installed = 1').get(sha256) as
    | { model_id: string; state: string }
    | undefined
  if (!model) throw new TriageError('not-found', 'Expected an installed model; none has that SHA-256.', 'store')
  const atMs = store.options.now().getTime()
  return store.commit(
    () => {
      store.sql('INSERT INTO crashes (model_sha256, kind, at_ms) VALUES (?, ?, ?)').run(sha256, kind, atMs)
      const recent = store
        .sql('SELECT count(*) FROM crashes WHERE model_sha256 = ? AND at_ms > ?')
        .pluck()
        .get(sha256, atMs - limits.model.crashWindowMs) as number
      const disables = recent >= limits.model.crashesBeforeDisabled && model.state !== 'disabled'
      if (disables) disable(store, sha256, kind, recent)
      return { disabled: disables || model.state === 'disabled', disables }
    },
    ({ disables }) =>
      disables
        ? [
            {
              action: 'model-disable',
              actor: actorOf(store),
              subject: `model:${model.model_id}`,
              detail: { sha256, kind },
            },
          ]
        : [],
  )
}

function disable(store: Store, sha256: string, kind: string, crashes: number): void {
  store
    .sql(`UPDATE models SET state = 'disabled', why = ? WHERE sha256 = ?`)
    .run(`${crashes} times within ten minutes: ${kind}`, sha256)
  const failure: Failure = {
    kind: 'model-disabled',
    message: 'The model brought its process down three times within ten minutes and was taken out of use.',
    stage: 'run',
  }
  failAnalyses(store, `a.state = 'queued' AND a.model_sha256 = ?`, sha256, failure)
}
