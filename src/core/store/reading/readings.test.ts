import { describe, expect, it } from 'vitest'
import { analyseAll, installTiny, storeScene, takeIn } from '#fixtures/store-scene.ts'
import type { Reading } from '#shared/domain.ts'
import type { Store } from '#core/store/store.ts'
import { changeSetting } from '#core/store/change-setting.ts'
import { openStudy, readStudy } from '#core/store/study/read-study.ts'
import { chooseReader } from '#core/store/who.ts'
import { listPage } from '#core/store/worklist/list-page.ts'
import { listDiscordances } from './discordance.ts'
import { commitReading, startReading, undoReading } from './readings.ts'

/** Studies 1 to 4: two flagged (0.9, 0.6), two below. */
async function fourStudies(store: Store): Promise<void> {
  await installTiny(store)
  takeIn(
    store,
    [1, 2, 3, 4].map((n) => ({ uid: `${n}`, study: `s${n}`, patientId: `P${n}`, description: `number ${n}` })),
  )
  analyseAll(store, (imageId) => ({ bright: [0.9, 0.6, 0.2, 0.1][imageId - 1] ?? 0 }))
}

function read(store: Store, reader: string, studyId: number, verdict: Reading['verdict'], rest: Partial<Reading> = {}) {
  chooseReader(store, reader)
  startReading(store, studyId)
  return commitReading(store, { studyId, verdict, comment: '', marks: [], role: 'reader', ...rest })
}

const list = (store: Store) => listPage(store, { filter: {}, sort: { by: 'triage', descending: false }, limit: 100 })

describe('a reading', () => {
  it('is a new record with its marks; the finding stays as it was', async () => {
    using scene = storeScene()
    const { store } = scene
    await fourStudies(store)
    const before = readStudy(store, 1).images[0]?.analyses
    const findingId = before?.[0]?.analysis.state === 'done' ? before[0].analysis.findings[0]?.id : undefined
    expect(findingId).toBe(1)
    const marks = [
      {
        imageId: 1,
        action: 'correct' as const,
        findingId: 1,
        label: 'dark',
        box: [1, 2, 3, 4] as [number, number, number, number],
      },
    ]
    const reading = read(store, 'Ada', 1, 'abnormal', { marks, comment: 'seen' })
    expect(reading).toMatchObject({ id: 1, reader: 'Ada', marks, unaided: false })
    expect(reading.durationMs).toBeGreaterThanOrEqual(0)
    expect(readStudy(store, 1).readings).toEqual([reading])
    expect(readStudy(store, 1).images[0]?.analyses).toEqual(before)
    expect(list(store).counts).toMatchObject({ read: 1, unread: 3 })
    expect(() => read(store, 'Ada', 1, 'normal', { marks: [{ ...marks[0]!, imageId: 2 }] })).toThrow('another')
  })

  it('is taken back and revised by records of their own', async () => {
    using scene = storeScene()
    const { store } = scene
    await fourStudies(store)
    const first = read(store, 'Ada', 1, 'normal')
    const second = read(store, 'Ada', 1, 'abnormal', { supersedes: first.id })
    expect(readStudy(store, 1).readings.map(({ id }) => id)).toEqual([second.id])
    undoReading(store, second.id)
    expect(readStudy(store, 1).readings.map(({ id }) => id)).toEqual([first.id])
    undoReading(store, first.id)
    expect(list(store).counts).toMatchObject({ read: 0, unread: 4 })
    expect(store.db.prepare('SELECT count(*) FROM readings').pluck().get()).toBe(4)
    const third = read(store, 'Ada', 1, 'normal')
    chooseReader(store, 'Ben')
    expect(() => undoReading(store, third.id)).toThrow('one’s own')
    expect(() => undoReading(store, 99)).toThrow('in force')
  })

  it('asks for a name first', async () => {
    using scene = storeScene()
    await fourStudies(scene.store)
    expect(() => startReading(scene.store, 1)).toThrow('reader')
  })

  it('has no negative duration when the clock is set back', async () => {
    using scene = storeScene()
    await fourStudies(scene.store)
    chooseReader(scene.store, 'Ada')
    startReading(scene.store, 1)
    scene.clock.at = new Date('2020-01-01T00:00:00Z')
    const reading = commitReading(scene.store, {
      studyId: 1,
      verdict: 'normal',
      comment: '',
      marks: [],
      role: 'reader',
    })
    expect(reading.durationMs).toBeGreaterThanOrEqual(0)
  })
})

describe('unaided-first reading', () => {
  it('gives nothing away until the reader has committed: no group, score, reason, order or other reading', async () => {
    using scene = storeScene()
    const { store } = scene
    await fourStudies(store)
    read(store, 'Ben', 1, 'abnormal')
    read(store, 'Ben', 3, 'normal')
    chooseReader(store, 'Ada')
    await changeSetting(store, 'unaidedFirst', true)
    const page = list(store)
    const told = JSON.stringify([page.rows, page.counts, openStudy(store, 1)])
    for (const word of ['bright', 'flagged":2', '0.9', 'threshold', 'abnormal', 'Ben', 'analysis']) {
      expect(told).not.toContain(word)
    }
    expect(page.counts).toEqual({ total: 4, read: 0, unread: 4, flagged: 0, notAssessed: 4, notFlagged: 0 })
    expect(page.rows.every((row) => !row.read && row.verdict === undefined && row.group === undefined)).toBe(true)
    const sneaky = { groups: ['flagged' as const], labels: ['bright'], search: 'bright', readBy: 'Ben' }
    const ids = (filter: object) =>
      listPage(store, { filter, sort: { by: 'score', descending: true }, limit: 9 }).rows.map(({ studyId }) => studyId)
    expect(ids({ ...sneaky, search: undefined })).toEqual(ids({}))
    expect(ids({ search: 'bright' })).toEqual([])
    expect(ids({ search: 'number' })).toEqual(ids({}))
    expect(listDiscordances(store, { limit: 10 }).rows).toEqual([])

    const first = read(store, 'Ada', 1, 'normal')
    expect(first.unaided).toBe(true)
    expect(openStudy(store, 1)).toMatchObject({ unaided: false, group: 'flagged' })
    expect(openStudy(store, 1).readings).toHaveLength(2)
    expect(list(store).counts).toMatchObject({ read: 1, unread: 3 })
    // The second reading of the same study has seen everything; both are kept.
    expect(read(store, 'Ada', 1, 'abnormal', { supersedes: first.id }).unaided).toBe(false)
    expect(readStudy(store, 2).unaided).toBe(true)
    expect(store.db.prepare('SELECT list_seed > 0 FROM readings WHERE id = ?').pluck().get(first.id)).toBe(1)
  })

  it('does not call unaided what was seen before', async () => {
    using scene = storeScene()
    const { store } = scene
    await fourStudies(store)
    chooseReader(store, 'Ada')
    openStudy(store, 1)
    await changeSetting(store, 'unaidedFirst', true)
    expect(read(store, 'Ada', 1, 'normal').unaided).toBe(false)
    expect(read(store, 'Ada', 2, 'normal').unaided).toBe(true)
  })

  it('still calls a study unaided that hung as a prior, of which nothing was told and no view recorded', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    const visits = ['2026-01-05T10:00:00', '2025-01-05T10:00:00']
    takeIn(
      store,
      visits.map((acquiredAt, i) => ({ uid: `${i}`, study: `s${i}`, acquiredAt })),
    )
    analyseAll(store, () => ({ bright: 0.9 }))
    chooseReader(store, 'Ada')
    const { unaided, priors } = openStudy(store, 1)
    expect([unaided, priors[0]?.studyId, priors[0]?.image?.analyses]).toEqual([false, 2, []])
    await changeSetting(store, 'unaidedFirst', true)
    expect(readStudy(store, 2).unaided).toBe(true)
    const views = store.db.prepare("SELECT subject FROM audit WHERE action = 'view'").pluck().all()
    expect(views).toEqual(['study:1'])
    expect(read(store, 'Ada', 2, 'normal').unaided).toBe(true)
  })
})

describe('the discordance queue', () => {
  it('holds reader against model and reader against reader, the highest score first, adjudicated ones last', async () => {
    using scene = storeScene()
    const { store } = scene
    await fourStudies(store)
    read(store, 'Ada', 1, 'abnormal')
    read(store, 'Ben', 1, 'normal')
    read(store, 'Ada', 2, 'normal')
    read(store, 'Ada', 3, 'abnormal')
    read(store, 'Ada', 4, 'technically-limited')
    const rows = () => listDiscordances(store, { limit: 2 }).rows.map(({ studyId, kind }) => [studyId, kind])
    expect(rows()).toEqual([
      [1, 'reader-reader'],
      [2, 'reader-model'],
    ])
    const { next } = listDiscordances(store, { limit: 2 })
    expect(listDiscordances(store, { limit: 2, after: next }).rows.map(({ studyId }) => studyId)).toEqual([3])
    read(store, 'Cem', 1, 'abnormal', { role: 'adjudicator' })
    expect(rows()).toEqual([
      [2, 'reader-model'],
      [3, 'reader-model'],
    ])
    expect(listDiscordances(store, { limit: 9 }).rows.at(-1)).toMatchObject({ studyId: 1, adjudicated: true })
  })
})
