import { describe, expect, it } from 'vitest'
import { analyseAll, installTiny, storeScene, takeIn } from '#fixtures/store-scene.ts'
import type { Failure } from '#shared/errors.ts'
import { claimAnalyses, prioritise } from '#core/store/analysis/analyses.ts'
import { addItems, claimItems, finishWalk } from './items.ts'
import { readJobResult } from './job-result.ts'
import { controlJob } from './control-job.ts'
import { createJob, finishJob, letJobWait, listJobs, readJob, requeueAll, unfinishedJobs } from './jobs.ts'
import { listProblems } from './problems.ts'
import { saveIndexed } from './save-indexed.ts'

const failure: Failure = { kind: 'truncated', message: 'Expected more.', stage: 'header' }
const found = (name: string) => ({
  kind: 'found' as const,
  displayPath: `/in/${name}`,
  location: { kind: 'file', path: `/in/${name}` },
  identity: { bytes: 1, modifiedMs: 1, inode: name },
})

describe('a job', () => {
  it('keeps what a walk found once, and goes on where a killed program stopped', () => {
    using scene = storeScene()
    const jobId = createJob(scene.store, { kind: 'import', sources: ['/in'], copy: 'automatic', analyse: false })
    const entries = [
      found('a'),
      found('b'),
      { kind: 'skipped' as const, displayPath: '/in/Thumbs.db', what: 'thumbnails' },
    ]
    addItems(scene.store, jobId, entries)
    addItems(scene.store, jobId, [...entries, { kind: 'refused', displayPath: '/in/c', failure }])
    expect(claimItems(scene.store, jobId, 1)).toHaveLength(1)
    // Killed here.
    const store = scene.reopen()
    requeueAll(store)
    expect(unfinishedJobs(store)).toMatchObject([{ jobId, walked: false, sources: ['/in'] }])
    expect(claimItems(store, jobId, 10).map(({ location }) => location['path'])).toEqual(['/in/a', '/in/b'])
    expect(readJob(store, jobId).counts).toMatchObject({ found: 4, queued: 2, skipped: 1, refused: 1 })
    expect(store.db.prepare('SELECT attempts FROM items ORDER BY id').pluck().all()).toEqual([1, 0, 0, 0])
  })

  it('is done only when it was walked and nothing is left', async () => {
    using scene = storeScene()
    await installTiny(scene.store)
    const { jobId } = takeIn(scene.store, [{ uid: '1' }, { uid: '2' }])
    expect(finishJob(scene.store, jobId).state).toBe('running')
    finishWalk(scene.store, jobId)
    expect(finishJob(scene.store, jobId).state).toBe('running')
    analyseAll(scene.store, () => ({ bright: 0.9 }))
    expect(finishJob(scene.store, jobId)).toMatchObject({ state: 'done', counts: { toAnalyse: 2, analysed: 2 } })
    expect(listJobs(scene.store)).toHaveLength(1)
  })

  it('hands out no analyses while it is paused, but for what a person opens', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    const { jobId } = takeIn(store, [
      { uid: '1', study: 's1' },
      { uid: '2', study: 's2' },
      { uid: '3', study: 's3' },
    ])
    expect(claimAnalyses(store, 1)).toMatchObject([{ imageId: 1, wantsThumbnail: true }])
    controlJob(store, jobId, 'pause')
    expect(claimAnalyses(store, 10)).toEqual([])
    prioritise(store, 2)
    expect(claimAnalyses(store, 10)).toMatchObject([{ imageId: 2 }])
    expect(controlJob(store, jobId, 'resume').state).toBe('running')
    prioritise(store, 3)
    // The one given up by the pause is asked for again, after those that were opened.
    expect(claimAnalyses(store, 10).map(({ imageId }) => imageId)).toEqual([2, 3, 1])
  })

  it('leaves nothing that looks normal when it is cancelled, and tries again what failed', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    const { jobId } = takeIn(store, [{ uid: '1' }])
    addItems(store, jobId, [found('late')])
    controlJob(store, jobId, 'cancel')
    expect(readJob(store, jobId)).toMatchObject({ state: 'cancelled', counts: { refused: 1, failed: 1, queued: 0 } })
    expect(store.db.prepare('SELECT group_rank, reasons FROM worklist').get()).toMatchObject({
      group_rank: 1,
      reasons: expect.stringContaining('cancelled') as string,
    })
    expect(controlJob(store, jobId, 'retry')).toMatchObject({ state: 'running', counts: { queued: 1, toAnalyse: 1 } })
    analyseAll(store, () => ({ bright: 0.1 }))
    expect(store.db.prepare('SELECT group_rank FROM worklist').pluck().get()).toBe(2)
    // The failed result is kept as replaced.
    expect(store.db.prepare('SELECT state, replaced FROM analyses ORDER BY id').raw().all()).toEqual([
      ['failed', 1],
      ['done', 0],
    ])
  })

  it('waits with the reason and is resumed', () => {
    using scene = storeScene()
    const { jobId } = takeIn(scene.store, [{ uid: '1' }])
    const full: Failure = { kind: 'disk-full', message: 'Expected room.', stage: 'store' }
    expect(letJobWait(scene.store, jobId, full)).toMatchObject({ state: 'waiting', waitingFor: full })
    expect(unfinishedJobs(scene.store)).toHaveLength(1)
    const resumed = controlJob(scene.store, jobId, 'resume')
    expect([resumed.state, resumed.waitingFor]).toEqual(['running', undefined])
  })

  it('waits although the drive has no room to write that down, and is resumed with what was in hand', () => {
    using scene = storeScene()
    const { store } = scene
    const jobId = createJob(store, { kind: 'import', sources: ['/in'], copy: 'automatic', analyse: true })
    addItems(store, jobId, [found('1')])
    expect(claimItems(store, jobId, 5)).toHaveLength(1)
    store.db.pragma(`max_page_count = ${store.db.pragma('page_count', { simple: true }) as number}`)
    // So long that it does not fit into the job's page.
    const full: Failure = { kind: 'disk-full', message: `Expected room.${' '.repeat(20_000)}`, stage: 'store' }
    expect(letJobWait(store, jobId, full)).toMatchObject({ state: 'waiting', waitingFor: full })
    expect(listJobs(store)).toMatchObject([{ state: 'waiting' }])
    store.db.pragma('max_page_count = 100000')
    expect(controlJob(store, jobId, 'resume')).toMatchObject({ state: 'running' })
    expect(listJobs(store)).toMatchObject([{ state: 'running' }])
    expect(claimItems(store, jobId, 5)).toHaveLength(1)
  })

  it('tells every file once', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store, {}, { id: 'other' })
    const { jobId } = takeIn(store, [{ uid: '1' }, { uid: '2' }, { uid: '3' }, { uid: '4' }])
    addItems(store, jobId, [
      { kind: 'refused', displayPath: '/in/cut', failure },
      { kind: 'skipped', displayPath: '/in/Thumbs.db', what: 'thumbnails' },
      found('bad'),
    ])
    const [item] = claimItems(store, jobId, 1)
    saveIndexed(store, jobId, [{ itemId: item?.itemId ?? 0, kind: 'refused', failure: { ...failure, kind: 'limit' } }])
    const outOfScope = {
      state: 'not-assessed' as const,
      reasons: [{ code: 'out-of-scope-view' as const, parameters: { view: 'LL' } }],
    }
    analyseAll(store, (imageId) => {
      if (imageId === 1) return { bright: 0.7 }
      if (imageId === 2)
        return { state: 'failed', failure: { kind: 'truncated-pixel-data', message: 'Cut.', stage: 'decode' } }
      return imageId === 3 ? outOfScope : { bright: 0.1 }
    })
    const result = readJobResult(store, jobId)
    expect(result).toMatchObject({
      imported: 4,
      duplicates: 0,
      analysed: 2,
      refused: [
        { path: '/in/bad', kind: 'limit' },
        { path: '/in/cut', kind: 'truncated', message: 'Expected more.' },
      ],
      failed: [{ path: '/in/2', kind: 'truncated-pixel-data', message: 'Cut.' }],
      notAssessed: [{ path: '/in/3', kind: 'out-of-scope-view' }],
      skipped: [{ path: '/in/Thumbs.db', kind: 'skipped', message: 'thumbnails' }],
      conflicts: [],
      devices: [{ provider: 'cpu', fallbackNodes: 0 }],
    })
    const pages: string[] = []
    for (let after: string | undefined; ;) {
      const { rows, next } = listProblems(store, { jobId, after, limit: 2 })
      pages.push(...rows.map(({ kind, path }) => `${kind} ${path}`))
      if (next === undefined) break
      after = next
    }
    expect(pages).toEqual([
      'refused /in/cut',
      'skipped /in/Thumbs.db',
      'refused /in/bad',
      'failed /in/2',
      'failed /in/2',
    ])
  })

  it('queues what a duplicate was never asked', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    takeIn(store, [{ uid: '1' }], { jobId: 0, analyse: false })
    expect(claimAnalyses(store, 10)).toEqual([])
    const { jobId } = takeIn(store, [{ uid: '1' }])
    analyseAll(store, () => ({ bright: 0.9 }))
    expect(readJobResult(store, jobId)).toMatchObject({ imported: 0, duplicates: 1, analysed: 1 })
    const again = takeIn(store, [{ uid: '1' }])
    expect(readJob(store, again.jobId).counts.toAnalyse).toBe(0)
  })
})
