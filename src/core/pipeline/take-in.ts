import { type ErrorKind, type Failure, type TriageError, isTriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { concurrently } from './concurrently.ts'
import { oneByOneIfNeeded } from './one-by-one.ts'
import { ofOneFile, type StopsJob, toStop } from './stop-job.ts'
import type { CopyPolicy, DecodePort, Indexed, Item, Settled, StorePort } from './ports.ts'

export type IntakePorts = { readonly decode: DecodePort; readonly store: StorePort }

/** Lists what the sources hold into the job. A walk that dies is begun again once; entries that are known already stay as they are. */
export async function walkInto(
  ports: IntakePorts,
  jobId: number,
  sources: readonly string[],
  stopsJob: StopsJob,
  signal: AbortSignal,
): Promise<void> {
  for (const attempt of [1, 2]) {
    try {
      await walkOnce(ports, jobId, sources, `${jobId}-${attempt}`, stopsJob, signal)
      break
    } catch (error) {
      if (!isTriageError(error) || stops.has(error.kind)) throw error
      if (attempt === 2) await recordLostWalk(ports, jobId, sources, error)
    }
  }
  await ports.store.finishWalk({ jobId })
}

/** What a job stops for and does not try again by itself. */
const stops: ReadonlySet<ErrorKind> = new Set(['cancelled', 'missing', 'disk-full'])

async function walkOnce(
  ports: IntakePorts,
  jobId: number,
  sources: readonly string[],
  walkId: string,
  stopsJob: StopsJob,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const { entries, done } = await ports.decode.walk({ walkId, sources })
    for (const entry of entries) {
      if (entry.kind !== 'refused') continue
      if (await stopsJob(entry.failure, { kind: 'file', path: entry.displayPath })) throw toStop(entry.failure)
    }
    if (entries.length > 0) await ports.store.addItems({ jobId, entries })
    if (done) return
  }
}

async function recordLostWalk(
  ports: IntakePorts,
  jobId: number,
  sources: readonly string[],
  error: TriageError,
): Promise<void> {
  const failure = error.toFailure()
  await ports.store.addItems({
    jobId,
    entries: sources.map((displayPath) => ({ kind: 'refused' as const, displayPath, failure })),
  })
}

/**
 * Reads the headers of what is queued in a job and saves them, until nothing is left. What fails for a reason that all others
 * would fail for too is not settled: it stops the job, once what went well is saved.
 */
export async function indexQueued(
  ports: IntakePorts,
  jobId: number,
  copy: CopyPolicy,
  width: number,
  stopsJob: StopsJob,
  signal: AbortSignal,
): Promise<void> {
  const batches = claim(ports.store, jobId, signal)
  const indexed = concurrently(batches, width, async (items) => {
    return { items, results: await indexBatch(ports.decode, items, copy) }
  })
  for await (const { items, results } of indexed) {
    const { settled, stop } = await partStops(items, results, stopsJob)
    for (const one of await ports.store.saveIndexed({ jobId, results: settled })) {
      await settle(ports, jobId, one, settled, stopsJob)
    }
    if (stop) throw toStop(stop)
  }
}

/** What can be saved of a batch, and the failure that stops the job, if one does. */
async function partStops(items: readonly Item[], results: readonly Indexed[], stopsJob: StopsJob) {
  let stop: Failure | undefined
  const settled: Indexed[] = []
  for (const result of results) {
    const location = items.find(({ itemId }) => itemId === result.itemId)?.location ?? {}
    if (result.kind === 'refused' && (await stopsJob(result.failure, location))) stop = result.failure
    else settled.push(result)
  }
  return { settled, stop }
}

async function* claim(store: StorePort, jobId: number, signal: AbortSignal): AsyncGenerator<readonly Item[]> {
  while (!signal.aborted) {
    const items = await store.claimItems({ jobId, limit: limits.store.batchRows })
    if (items.length === 0) return
    yield items
  }
}

function indexBatch(decode: DecodePort, items: readonly Item[], copy: CopyPolicy): Promise<readonly Indexed[]> {
  return oneByOneIfNeeded(
    items,
    (batch) => decode.index({ items: batch, copy }),
    (item, failure) => ({ itemId: item.itemId, kind: 'refused', failure }),
  )
}

/** A UID that is known already: the bytes decide whether it is the same image again or another one. */
async function settle(
  ports: IntakePorts,
  jobId: number,
  settled: Settled,
  results: readonly Indexed[],
  stopsJob: StopsJob,
): Promise<void> {
  if (!('compareWith' in settled)) return
  const { itemId, compareWith } = settled
  const indexed = results.find((result) => result.itemId === itemId)
  if (indexed?.kind !== 'image') return
  try {
    const comparison = await ports.decode.compare({ location: indexed.location, existing: compareWith.location })
    await ports.store.settleCollision({ jobId, itemId, ...comparison })
  } catch (error) {
    const failure = await ofOneFile(error, indexed.location, stopsJob)
    await ports.store.saveIndexed({ jobId, results: [{ itemId, kind: 'refused', failure }] })
  }
}
