import { type TriageError, isTriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import { concurrently } from './concurrently.ts'
import { oneByOneIfNeeded } from './one-by-one.ts'
import type { CopyPolicy, DecodePort, Indexed, Item, Settled, StorePort } from './ports.ts'

export type IntakePorts = { readonly decode: DecodePort; readonly store: StorePort }

/** Lists what the sources hold into the job. A walk that dies is begun again once; entries that are known already stay as they are. */
export async function walkInto(
  ports: IntakePorts,
  jobId: number,
  sources: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const attempt of [1, 2]) {
    try {
      await walkOnce(ports, jobId, sources, `${jobId}-${attempt}`, signal)
      break
    } catch (error) {
      if (!isTriageError(error) || error.kind === 'cancelled') throw error
      if (attempt === 2) await recordLostWalk(ports, jobId, sources, error)
    }
  }
  await ports.store.finishWalk({ jobId })
}

async function walkOnce(
  ports: IntakePorts,
  jobId: number,
  sources: readonly string[],
  walkId: string,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const { entries, done } = await ports.decode.walk({ walkId, sources })
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

/** Reads the headers of what is queued in a job and saves them, until nothing is left. */
export async function indexQueued(
  ports: IntakePorts,
  jobId: number,
  copy: CopyPolicy,
  width: number,
  signal: AbortSignal,
): Promise<void> {
  const batches = claim(ports.store, jobId, signal)
  for await (const results of concurrently(batches, width, (items) => indexBatch(ports.decode, items, copy))) {
    for (const settled of await ports.store.saveIndexed({ jobId, results })) {
      await settle(ports, jobId, settled, results)
    }
  }
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
async function settle(ports: IntakePorts, jobId: number, settled: Settled, results: readonly Indexed[]): Promise<void> {
  if (!('compareWith' in settled)) return
  const { itemId, compareWith } = settled
  const indexed = results.find((result) => result.itemId === itemId)
  if (indexed?.kind !== 'image') return
  try {
    const comparison = await ports.decode.compare({ location: indexed.location, existing: compareWith.location })
    await ports.store.settleCollision({ jobId, itemId, ...comparison })
  } catch (error) {
    if (!isTriageError(error) || error.kind === 'cancelled') throw error
    await ports.store.saveIndexed({ jobId, results: [{ itemId, kind: 'refused', failure: error.toFailure() }] })
  }
}
