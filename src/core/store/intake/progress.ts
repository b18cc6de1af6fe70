import type { Store } from '#core/store/store.ts'

type Sample = { readonly atMs: number; readonly done: number }

const samples = new WeakMap<Store, Map<number, Sample[]>>()
const windowMs = 15_000
const spacingMs = 250

/** Takes note of how far a job is and gives its rate over the last seconds, per second; undefined until there is one. */
export function noteProgress(store: Store, jobId: number, done: number): number | undefined {
  const ofStore = samples.get(store) ?? new Map<number, Sample[]>()
  samples.set(store, ofStore)
  const atMs = performance.now()
  const recent = (ofStore.get(jobId) ?? []).filter((sample) => atMs - sample.atMs <= windowMs && sample.done <= done)
  const last = recent.at(-1)
  if (!last || atMs - last.atMs >= spacingMs) recent.push({ atMs, done })
  ofStore.set(jobId, recent)
  const [first] = recent
  if (!first || atMs - first.atMs < spacingMs) return undefined
  return ((done - first.done) * 1_000) / (atMs - first.atMs)
}
