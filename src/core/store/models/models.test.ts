import { describe, expect, it } from 'vitest'
import { analyseAll, installTiny, storeScene, takeIn, toDone } from '#fixtures/store-scene.ts'
import { claimAnalyses, saveAnalyses } from '#core/store/analysis/analyses.ts'
import { queueAnalyses } from '#core/store/analysis/queue-again.ts'
import { exportImages } from '#core/store/research/export-rows.ts'
import type { Store } from '#core/store/store.ts'
import { readStudy } from '#core/store/study/read-study.ts'
import { listPage } from '#core/store/worklist/list-page.ts'
import { chooseThreshold, revertThreshold } from './choose-threshold.ts'
import { recordCrash } from './crashes.ts'
import { modelsInUse } from './in-use.ts'
import { listModels, removeModel, setModelState } from './list.ts'
import { listThresholds } from './thresholds.ts'

const first = (store: Store) =>
  listPage(store, { filter: {}, sort: { by: 'triage', descending: false }, limit: 1 }).rows[0]

describe('a new version of a model', () => {
  it('takes the older one’s place: its results are stale, and the threshold is asked for again', async () => {
    using scene = storeScene()
    const { store } = scene
    const [one] = await installTiny(store)
    takeIn(store, [{ uid: '1' }])
    analyseAll(store, () => ({ bright: 0.4 }))
    const sha256 = one!.file.sha256
    await chooseThreshold(store, { modelId: 'tiny', sha256, label: 'bright', value: 0.3, basis: 'cohort 1' })
    expect(first(store)).toMatchObject({ group: 'flagged', stale: false })
    expect(listModels(store)).toMatchObject([{ state: 'active', thresholdConfirmed: true }])
    const [, two] = await installTiny(store, {}, { version: '2' })
    expect(
      listModels(store).map(({ manifest, state, thresholdConfirmed }) => [manifest.version, state, thresholdConfirmed]),
    ).toEqual([
      ['1', 'inactive', true],
      ['2', 'active', false],
    ])
    expect(first(store)).toMatchObject({ group: 'flagged', stale: true })
    const { queued } = await queueAnalyses(store, {})
    expect(queued).toBe(1)
    expect(first(store)).toMatchObject({ group: 'not-assessed', reasons: [{ code: 'queued' }], queued: 1 })
    analyseAll(store, () => ({ bright: 0.4 }))
    // The new version is judged by its author's threshold.
    expect(first(store)).toMatchObject({ group: 'not-flagged', stale: false })
    expect(readStudy(store, 1).images[0]?.analyses.map(({ model, stale }) => [model.version, stale])).toEqual([
      ['1', true],
      ['2', false],
    ])
    await setModelState(store, 'tiny', sha256, 'active')
    expect(first(store)).toMatchObject({ group: 'flagged', stale: false })
    expect(listModels(store).map(({ state }) => state)).toEqual(['active', 'inactive'])
    expect(two!.version).toBe('2')
  })

  it('decides nothing in shadow, and the older one goes on', async () => {
    using scene = storeScene()
    const { store } = scene
    const [, two] = await installTiny(store, {}, { version: '2' })
    await setModelState(store, 'tiny', two!.file.sha256, 'shadow')
    const [one] = listModels(store)
    await setModelState(store, 'tiny', one!.manifest.file.sha256, 'active')
    takeIn(store, [{ uid: '1' }])
    analyseAll(store, (_, sha256) => ({ bright: sha256 === two!.file.sha256 ? 0.9 : 0.1 }))
    expect(first(store)).toMatchObject({ group: 'not-flagged', topScore: 0.1, stale: false })
    expect(readStudy(store, 1).images[0]?.analyses.map(({ shadow }) => shadow)).toEqual([false, true])
  })
})

describe('a model', () => {
  it('is disabled by its third crash within ten minutes; what waits fails, what it found stays', async () => {
    using scene = storeScene()
    const { store } = scene
    const [model] = await installTiny(store)
    const sha256 = model!.file.sha256
    takeIn(store, [{ uid: '1', study: 's1' }])
    analyseAll(store, () => ({ bright: 0.9 }))
    takeIn(store, [{ uid: '2', study: 's2', patientId: 'P2' }])
    const minute = (n: number) => (scene.clock.at = new Date(Date.UTC(2026, 0, 1, 0, n)))
    minute(0)
    expect(recordCrash(store, sha256, 'crashed').disabled).toBe(false)
    minute(5)
    expect(recordCrash(store, sha256, 'timeout').disabled).toBe(false)
    minute(11)
    expect(recordCrash(store, sha256, 'crashed').disabled).toBe(false)
    minute(14)
    expect(recordCrash(store, sha256, 'crashed').disabled).toBe(true)
    expect(listModels(store)).toMatchObject([{ state: 'disabled', why: expect.stringContaining('crashed') as string }])
    expect(claimAnalyses(store, 10)).toEqual([])
    expect(modelsInUse(store, undefined)).toEqual([])
    expect(readStudy(store, 1).group).toBe('flagged')
    expect(readStudy(store, 2)).toMatchObject({ group: 'not-assessed', reasons: [{ code: 'failed' }] })
    expect(() => recordCrash(store, 'f'.repeat(64), 'crashed')).toThrow('installed')
  })

  it('brings its gate, its folder and the thresholds in force', async () => {
    using scene = storeScene()
    const { store } = scene
    const [gate, behind] = await installTiny(store, { id: 'gate', task: 'gate' }, { id: 'behind', gate: 'gate' })
    await chooseThreshold(store, {
      modelId: 'behind',
      sha256: behind!.file.sha256,
      label: 'bright',
      value: 0.7,
      basis: '',
    })
    const used = modelsInUse(store, ['behind'])
    expect(used.map(({ manifest }) => manifest.id)).toEqual(['gate', 'behind'])
    expect(used[1]).toMatchObject({
      folder: '/models/behind',
      shadow: false,
      thresholds: { bright: { value: 0.7, origin: 'site' } },
    })
    takeIn(store, [{ uid: '1' }])
    expect(claimAnalyses(store, 1)[0]?.models.map(({ sha256 }) => sha256)).toEqual([
      gate!.file.sha256,
      behind!.file.sha256,
    ])
  })

  it('is asked frame by frame where it takes frames', async () => {
    using scene = storeScene()
    const { store } = scene
    const scope = { colour: 'any' as const, multiFrame: false, strict: [] }
    await installTiny(store, {}, { id: 'still', scope })
    takeIn(store, [{ uid: '1', frames: 3 }])
    expect(
      claimAnalyses(store, 9).map(({ frame, models, wantsThumbnail }) => [frame, models.length, wantsThumbnail]),
    ).toEqual([
      [1, 2, true],
      [2, 1, false],
      [3, 1, false],
    ])
  })

  it('leaves its studies not assessed when it is removed, and its results readable', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    takeIn(store, [{ uid: '1' }])
    analyseAll(store, () => ({ bright: 0.9 }))
    const [model] = listModels(store)
    await expect(removeModel(store, 'tiny', model!.manifest.file.sha256)).rejects.toThrow('came with the program')
    store.sql('UPDATE models SET bundled = 0').run()
    await removeModel(store, 'tiny', model!.manifest.file.sha256)
    expect(first(store)).toMatchObject({ group: 'not-assessed', reasons: [{ code: 'model-removed' }] })
    expect(readStudy(store, 1).images[0]?.analyses).toHaveLength(1)
    await installTiny(store)
    expect(first(store)).toMatchObject({ group: 'flagged' })
  })
})

describe('thresholds', () => {
  it('keep their history, go back one by one, and end at the author’s', async () => {
    using scene = storeScene()
    const { store } = scene
    const [model] = await installTiny(store)
    const choice = { modelId: 'tiny', sha256: model!.file.sha256, label: 'bright', basis: '' }
    takeIn(store, [{ uid: '1' }])
    analyseAll(store, () => ({ bright: 0.4 }))
    const groups: (string | undefined)[] = []
    const set = async (value: number) => {
      await chooseThreshold(store, { ...choice, value })
      groups.push(first(store)?.group)
    }
    await set(0.3)
    await set(0.6)
    expect((await revertThreshold(store, choice))?.value).toBe(0.3)
    await set(0.2)
    expect((await revertThreshold(store, choice))?.value).toBe(0.3)
    expect(await revertThreshold(store, choice)).toBeUndefined()
    expect(first(store)?.group).toBe('not-flagged')
    expect(groups).toEqual(['flagged', 'not-flagged', 'flagged'])
    await expect(revertThreshold(store, choice)).rejects.toThrow('author')
    await expect(chooseThreshold(store, { ...choice, label: 'none', value: 1 })).rejects.toThrow('label')
    expect(listThresholds(store, 'tiny', [model!]).map(({ value, origin }) => [value, origin])).toEqual([
      [0.2, 'site'],
      [0.6, 'site'],
      [0.3, 'site'],
      [0.5, 'author'],
    ])
  })
})

describe('results', () => {
  it('are stale when inputs are prepared in another way, and are never overwritten', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    takeIn(store, [
      { uid: '1', study: 's1' },
      { uid: '2', study: 's2' },
    ])
    const [task, other] = claimAnalyses(store, 2)
    const save = (of: typeof task, score: number, version: number) => {
      const { analysisId, sha256 } = of!.models[0]!
      const analysis = toDone({ bright: score }, sha256, of!.imageId, 1, version)
      saveAnalyses(store, [{ imageId: of!.imageId, analyses: [{ analysisId, imageId: of!.imageId, analysis }] }])
    }
    save(task, 0.9, 1)
    save(task, 0.1, 1)
    expect(readStudy(store, 1).group).toBe('flagged')
    save(other, 0.9, 2)
    expect(readStudy(store, 1).images[0]?.analyses[0]?.stale).toBe(true)
    expect(readStudy(store, 2).images[0]?.analyses[0]?.stale).toBe(false)
    const request = { filter: {}, limit: 9 }
    const exported = exportImages(store, request).rows.map(({ imageId, analyses }) => [imageId, analyses[0]?.stale])
    expect(exported.toSorted()).toEqual([
      [1, true],
      [2, false],
    ])
    await queueAnalyses(store, { studyIds: [1], again: true })
    analyseAll(store, (imageId, sha256) => toDone({ bright: 0.2 }, sha256, imageId, 1, 2))
    expect(store.db.prepare('SELECT replaced FROM analyses ORDER BY id').pluck().all()).toEqual([1, 0, 0])
    expect(readStudy(store, 1)).toMatchObject({ group: 'not-flagged' })
  })
})
