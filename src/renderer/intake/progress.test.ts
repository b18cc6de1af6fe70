import { describe, expect, it } from 'vitest'
import type { Job } from '#shared/jobs.ts'
import { progressOf, troubled, withJob } from './progress.ts'

const counts = {
  found: 10,
  queued: 4,
  imported: 3,
  duplicate: 1,
  conflict: 0,
  refused: 1,
  skipped: 1,
  toAnalyse: 10,
  analysed: 2,
  notAssessed: 1,
  failed: 1,
}
const job = (id: number, more: Partial<Job['counts']> = {}): Job => ({
  id,
  kind: 'import',
  state: 'running',
  createdAt: '',
  sources: [],
  walked: true,
  counts: { ...counts, ...more },
})

describe('the progress of a job', () => {
  it('counts each file and each analysis once', () =>
    expect(progressOf(job(1))).toEqual({ files: { done: 6, all: 10 }, analyses: { done: 4, all: 10 }, part: 0.5 }))
  it('is nothing before anything was found', () => expect(progressOf(job(1, { found: 0, toAnalyse: 0 })).part).toBe(0))
  it('tells of trouble', () => {
    expect(troubled(job(1))).toBe(true)
    expect(troubled(job(1, { refused: 0, failed: 0, skipped: 0 }))).toBe(false)
  })
  it('keeps the latest answer of each job, latest job first', () => {
    const newer = job(1, { imported: 9 })
    expect(withJob(withJob([job(1)], job(2)), newer)).toEqual([job(2), newer])
  })
})
