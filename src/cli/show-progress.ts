import type { Engine } from '#engine/broker/index.ts'

const everyMs = 1_000

/** Writes how far a job is to standard error, once a second, where a person watches. */
export function showProgress(engine: Engine, jobId: number): { readonly stop: () => void } {
  if (!process.stderr.isTTY) return { stop: () => {} }
  const timer = setInterval(() => void show(engine, jobId), everyMs)
  return {
    stop() {
      clearInterval(timer)
      process.stderr.write('\n')
    },
  }
}

async function show({ store }: Engine, jobId: number): Promise<void> {
  // While the store closes nothing is left to show.
  const job = await store.job({ jobId }).catch(() => undefined)
  if (!job) return
  const { counts, secondsLeft } = job
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`
  const read = counts.found - counts.queued
  const judged = counts.analysed + counts.notAssessed + counts.failed
  process.stderr.write(`\r${read} of ${counts.found} files, ${judged} of ${counts.toAnalyse} analyses${left}   `)
}
