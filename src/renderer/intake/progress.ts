import type { Job } from '#shared/jobs.ts'

/** How far a job is: files settled of files found, analyses settled of those wanted, and both as one part of the whole. */
export function progressOf({ counts }: Job): {
  readonly files: { readonly done: number; readonly all: number }
  readonly analyses: { readonly done: number; readonly all: number }
  readonly part: number
} {
  const { imported, duplicate, conflict, refused, skipped, found } = counts
  const files = { done: imported + duplicate + conflict + refused + skipped, all: found }
  const analyses = { done: counts.analysed + counts.notAssessed + counts.failed, all: counts.toAnalyse }
  const all = files.all + analyses.all
  return { files, analyses, part: all === 0 ? 0 : Math.min(1, (files.done + analyses.done) / all) }
}

/** Whether a job has anything to tell of: what was refused, failed, skipped or is in conflict. */
export const troubled = ({ counts }: Job): boolean =>
  counts.refused + counts.failed + counts.skipped + counts.conflict > 0

/** The latest first; an answer about a job takes the place of the older one. */
export function withJob(jobs: readonly Job[], job: Job): readonly Job[] {
  const others = jobs.filter(({ id }) => id !== job.id)
  return [...others, job].toSorted((a, b) => b.id - a.id)
}
