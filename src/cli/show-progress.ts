import type { Engine } from '#engine/broker/index.ts'

const everyMs = 1_000

/** Writes how far something is to standard error, once a second, where a person watches; undefined where there is nothing to say. */
export function showProgress(tell: () => Promise<string | undefined>): Disposable {
  if (!process.stderr.isTTY) return { [Symbol.dispose]() {} }
  const show = async () => {
    // While the store closes nothing is left to show.
    const text = await tell().catch(() => undefined)
    if (text !== undefined) process.stderr.write(`\r${text}   `)
  }
  const timer = setInterval(() => void show(), everyMs)
  return {
    [Symbol.dispose]() {
      clearInterval(timer)
      process.stderr.write('\n')
    },
  }
}

/** How far a job is, in words. */
export async function tellJob({ store }: Engine, jobId: number): Promise<string> {
  const { counts, secondsLeft } = await store.job({ jobId })
  const left = secondsLeft === undefined ? '' : `, ${Math.ceil(secondsLeft)} s left`
  const read = counts.found - counts.queued
  const judged = counts.analysed + counts.notAssessed + counts.failed
  return `${read} of ${counts.found} files, ${judged} of ${counts.toAnalyse} analyses${left}`
}
