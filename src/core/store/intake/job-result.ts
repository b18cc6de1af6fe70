import type { AnalysisState, Device, Provenance, Reason } from '#shared/domain.ts'
import type { Failure } from '#shared/errors.ts'
import { withDefinedTerms } from '#shared/defined-terms.ts'
import type { Problem } from '#shared/jobs.ts'
import { readModels } from '#core/store/models/installed.ts'
import type { Store } from '#core/store/store.ts'

/** One file that is not simply in, as the command line reports it. */
type Told = { readonly path: string; readonly kind: string; readonly message: string }

/** What became of a job's files: each is counted or listed once. */
export type JobResult = {
  readonly imported: number
  readonly duplicates: number
  /** Images that a model assessed. */
  readonly analysed: number
  readonly refused: readonly Told[]
  readonly failed: readonly Told[]
  readonly notAssessed: readonly Told[]
  readonly conflicts: readonly Told[]
  readonly skipped: readonly Told[]
  readonly devices: readonly Device[]
}

type ItemRow = {
  readonly display_path: string
  readonly outcome: Problem['kind']
  readonly failure: string | null
  readonly what: string | null
  readonly same_pixels: number | null
}
type AnalysisRow = {
  readonly image_id: number
  readonly display_path: string
  readonly model_sha256: string
  readonly state: AnalysisState['state']
  readonly reasons: string | null
  readonly failure: string | null
  readonly device: string | null
}

export function readJobResult(store: Store, jobId: number): JobResult {
  const count = store.sql('SELECT count(*) FROM items WHERE job_id = ? AND outcome = ?').pluck()
  const items = (outcome: string) =>
    (
      store
        .sql(
          `SELECT t.display_path, t.outcome, t.failure, t.what, i.same_pixels FROM items t
           LEFT JOIN images i ON i.id = t.image_id WHERE t.job_id = ? AND t.outcome = ? ORDER BY t.display_path`,
        )
        .all(jobId, outcome) as ItemRow[]
    ).map(tellItem)
  const refused = items('refused')
  return {
    imported: count.get(jobId, 'imported') as number,
    duplicates: count.get(jobId, 'duplicate') as number,
    refused,
    conflicts: items('conflict'),
    skipped: items('skipped'),
    ...readAnalysed(store, jobId),
  }
}

/** One sentence on a file of a job that is not simply in. */
function tellItem({ display_path: path, outcome, failure, what, same_pixels }: ItemRow): Told {
  switch (outcome) {
    case 'conflict':
      return { path, kind: 'conflict', message: conflictMessage(same_pixels) }
    case 'skipped':
      return { path, kind: 'skipped', message: what ?? '' }
    default: {
      const { kind, message } = JSON.parse(failure ?? '{}') as Failure
      return { path, kind, message }
    }
  }
}

function conflictMessage(samePixels: number | null): string {
  const difference =
    samePixels === 1 ? 'the same pixels and another header' : samePixels === 0 ? 'other pixels' : 'other bytes'
  return `Expected a new SOPInstanceUID; a stored image has it, with ${difference}. Both are kept.`
}

/** Each image once: failed where any model failed, else analysed where one assessed it, else not assessed with the first reason. */
function readAnalysed(store: Store, jobId: number) {
  const gates = new Set(readModels(store).flatMap(({ sha256, manifest }) => (manifest.task === 'gate' ? [sha256] : [])))
  const rows = store
    .sql(
      `SELECT a.image_id, coalesce(t.display_path, i.display_path) AS display_path, a.model_sha256, a.state, a.reasons,
         a.failure, a.provenance ->> '$.device' AS device
       FROM analyses a JOIN images i ON i.id = a.image_id
       LEFT JOIN items t ON t.job_id = a.job_id AND t.image_id = a.image_id
       WHERE a.job_id = ? AND a.replaced = 0 ORDER BY display_path, a.image_id, a.id`,
    )
    .all(jobId) as AnalysisRow[]
  const failed: Told[] = []
  const notAssessed: Told[] = []
  let analysed = 0
  for (const [, all] of Map.groupBy(rows, ({ image_id }) => image_id)) {
    const path = all[0]?.display_path ?? ''
    const failure = all.find(({ state }) => state === 'failed')?.failure
    const isOf = (state: AnalysisState['state']) =>
      all.filter((row) => row.state === state && !gates.has(row.model_sha256))
    if (failure) {
      const { kind, message } = JSON.parse(failure) as Failure
      failed.push({ path, kind, message })
    } else if (isOf('done').length > 0) analysed += 1
    else {
      const [reason] = isOf('not-assessed').flatMap(({ reasons }) => JSON.parse(reasons ?? '[]') as Reason[])
      if (reason) notAssessed.push({ path, kind: reason.code, message: tellReason(reason) })
    }
  }
  const devices = [...new Set(rows.flatMap(({ device }) => device ?? []))]
  return { analysed, failed, notAssessed, devices: devices.map((text) => JSON.parse(text) as Provenance['device']) }
}

function tellReason(reason: Reason): string {
  const { code, parameters } = withDefinedTerms(reason)
  const details = Object.entries(parameters).map(([name, value]) => `${name} ${value}`)
  return [`Not assessed: ${code}`, ...details].join('; ')
}
