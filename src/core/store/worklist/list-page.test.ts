import { array, assert, asyncProperty, constantFrom } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { analyseAll, installTiny, type Scan, storeScene, takeIn } from '#fixtures/store-scene.ts'
import type { WorklistFilter, WorklistPage, WorklistSort } from '#shared/worklist.ts'
import type { Store } from '#core/store/store.ts'
import { changeSetting } from '#core/store/change-setting.ts'
import { chooseReader } from '#core/store/who.ts'
import { commitReading } from '#core/store/reading/readings.ts'
import { listPage } from './list-page.ts'
import { previewRules } from './preview-rules.ts'

const triage: WorklistSort = { by: 'triage', descending: false }

function readAll(store: Store, sort: WorklistSort = triage, filter: WorklistFilter = {}, limit = 2) {
  const rows: WorklistPage['rows'] = []
  for (let after: string | undefined; ;) {
    const page = listPage(store, { filter, sort, after, limit })
    rows.push(...page.rows)
    if (page.next === undefined) return { rows, counts: page.counts }
    after = page.next
  }
}

/** Five studies: flagged late and early, failed, out of scope, below the threshold. */
async function fiveStudies(store: Store): Promise<void> {
  await installTiny(store)
  const day = (n: number) => `2026-01-0${n}T10:00:00`
  takeIn(store, [
    { uid: '1', study: 'late', acquiredAt: day(5), name: 'MÜLLER^ÄNNE', patientId: 'PX-1', accession: 'ACC77' },
    { uid: '2', study: 'early', acquiredAt: day(1), description: 'Thorax p.a.', patientId: 'P2' },
    { uid: '3', study: 'failed', acquiredAt: day(2), modality: 'CR', patientId: 'P3' },
    { uid: '4', study: 'unsuitable', acquiredAt: day(3), patientId: 'P4' },
    { uid: '5', study: 'below', acquiredAt: day(4), patientId: 'P5' },
  ])
  analyseAll(store, (imageId) => {
    if (imageId <= 2) return { bright: imageId === 1 ? 0.9 : 0.6, dark: 0.99 }
    if (imageId === 3) return { state: 'failed', failure: { kind: 'timeout', message: '', stage: 'run' } }
    if (imageId === 4) return { state: 'not-assessed', reasons: [{ code: 'gate-unsuitable', parameters: {} }] }
    return { bright: 0.2 }
  })
}

const names = (rows: WorklistPage['rows']) => rows.map((row) => row.studyInstanceUid)

describe('listPage', () => {
  it('stands the groups in their order, the oldest first, page by page', async () => {
    using scene = storeScene()
    await fiveStudies(scene.store)
    const { rows, counts } = readAll(scene.store)
    expect(names(rows)).toEqual(['early', 'late', 'failed', 'unsuitable', 'below'])
    expect(rows.map(({ group }) => group)).toEqual([
      'flagged',
      'flagged',
      'not-assessed',
      'not-assessed',
      'not-flagged',
    ])
    expect(rows[1]).toMatchObject({
      reasons: [{ code: 'label-above-threshold', parameters: { label: 'bright', score: 0.9, threshold: 0.5 } }],
      topScore: 0.9,
      patientName: 'MÜLLER, ÄNNE',
      images: 1,
      queued: 0,
      read: false,
    })
    expect(counts).toEqual({ total: 5, read: 0, unread: 5, flagged: 2, notAssessed: 2, notFlagged: 1 })
  })

  it('sorts by every column in both directions and loses no row', async () => {
    using scene = storeScene()
    await fiveStudies(scene.store)
    for (const by of ['triage', 'acquired', 'arrived', 'patient', 'modality', 'score'] as const) {
      const up = names(readAll(scene.store, { by, descending: false }).rows)
      const down = names(readAll(scene.store, { by, descending: true }).rows)
      expect(new Set(up).size).toBe(5)
      expect(down).toEqual(up.toReversed())
    }
    const orders = [1, 2, 3].map((seed) => names(readAll(scene.store, { by: 'random', descending: false, seed }).rows))
    expect(orders.map((order) => order.toSorted().length)).toEqual([5, 5, 5])
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1)
  })

  it('finds by words and filters', async () => {
    using scene = storeScene()
    await fiveStudies(scene.store)
    const find = (filter: WorklistFilter) => names(readAll(scene.store, triage, filter).rows)
    expect(find({ search: 'muller' })).toEqual(['late'])
    expect(find({ search: 'px-1 acc' })).toEqual(['late'])
    expect(find({ search: 'thor' })).toEqual(['early'])
    expect(find({ search: 'bright' })).toEqual(['early', 'late'])
    expect(find({ search: '" OR *' })).toEqual([])
    expect(find({ search: 'NEAR(' })).toEqual([])
    expect(find({ groups: ['flagged', 'not-flagged'] })).toEqual(['early', 'late', 'below'])
    expect(find({ modalities: ['CR'] })).toEqual(['failed'])
    expect(find({ from: '2026-01-02', to: '2026-01-03' })).toEqual(['failed', 'unsuitable'])
    expect(find({ labels: ['bright'] })).toEqual(['early', 'late'])
    expect(find({ jobId: 1 })).toHaveLength(5)
    expect(find({ jobId: 2 })).toEqual([])
    expect(() => listPage(scene.store, { filter: {}, sort: triage, after: 'xx', limit: 5 })).toThrow('next page')
  })

  it('loses no study whatever happens to it: count in = count shown', async () => {
    const outcome = constantFrom('flagged', 'below', 'failed', 'unsuitable', 'waiting', 'read')
    const check = async (outcomes: readonly string[]) => {
      using scene = storeScene()
      const { store } = scene
      await installTiny(store)
      chooseReader(store, 'Ada')
      const scans = outcomes.map((_, i): Scan => ({ uid: `u${i}`, study: `s${i}`, patientId: `P${i % 3}` }))
      const waiting = new Set(outcomes.flatMap((each, i) => (each === 'waiting' ? [i] : [])))
      takeIn(
        store,
        scans.filter((_, i) => !waiting.has(i)),
      )
      const kinds = outcomes.filter((each) => each !== 'waiting')
      analyseAll(store, (imageId) => {
        const kind = kinds[imageId - 1]
        if (kind === 'failed') return { state: 'failed', failure: { kind: 'crashed', message: '', stage: 'run' } }
        if (kind === 'unsuitable') return { state: 'not-assessed', reasons: [{ code: 'unsupported', parameters: {} }] }
        return { bright: kind === 'flagged' ? 0.9 : 0.1 }
      })
      for (const [i, kind] of kinds.entries()) {
        if (kind !== 'read') continue
        commitReading(store, { studyId: i + 1, verdict: 'normal', comment: '', marks: [], role: 'reader' })
      }
      takeIn(
        store,
        scans.filter((_, i) => waiting.has(i)),
      )
      const { rows, counts } = readAll(store, triage, {}, 3)
      expect(new Set(names(rows))).toEqual(new Set(scans.map(({ study }) => study)))
      expect(counts.flagged + counts.notAssessed + counts.notFlagged).toBe(outcomes.length)
      expect(counts.read + counts.unread).toBe(outcomes.length)
      expect(counts.flagged).toBe(outcomes.filter((each) => each === 'flagged').length)
    }
    await assert(asyncProperty(array(outcome, { minLength: 1, maxLength: 12 }), check), {
      numRuns: 20,
      seed: 7,
    })
  })

  it('shows how rules would change the list, and follows them when they are set', async () => {
    using scene = storeScene()
    const { store } = scene
    await fiveStudies(store)
    const rules = [{ modelId: 'tiny', label: 'bright', flags: true, levels: [{ name: 'Urgent', from: 0.8 }] }]
    const none = [{ modelId: 'tiny', label: 'bright', flags: false, levels: [] }]
    expect(await previewRules(store, none)).toMatchObject({
      before: { flagged: 2, notAssessed: 2, notFlagged: 1 },
      after: { flagged: 0, notAssessed: 5, notFlagged: 0, total: 5 },
    })
    await changeSetting(store, 'flagRules', rules)
    const { rows } = readAll(store)
    expect(rows.slice(0, 2).map(({ studyInstanceUid, level }) => [studyInstanceUid, level])).toEqual([
      ['late', 'Urgent'],
      ['early', undefined],
    ])
    await changeSetting(store, 'flagRules', none)
    expect(readAll(store).counts).toMatchObject({ flagged: 0, notAssessed: 5, notFlagged: 0 })
  })
})
