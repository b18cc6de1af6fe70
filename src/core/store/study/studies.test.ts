import { writeFileSync } from 'node:fs'
import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { analyseAll, installTiny, storeScene, takeIn } from '#fixtures/store-scene.ts'
import type { Store } from '#core/store/store.ts'
import { settleCollision } from '#core/store/intake/save-indexed.ts'
import { chooseReader } from '#core/store/who.ts'
import { commitReading } from '#core/store/reading/readings.ts'
import { resolveConflict } from './conflicts.ts'
import { deleteStudy } from './delete-study.ts'
import { findPatients } from './find-patients.ts'
import { listLost, noteAvailability, readImageLocation, relinkImages } from './images.ts'
import { mergePatients, unmergePatient } from './patients.ts'
import { openStudy, readStudy, studyIdOf } from './read-study.ts'

const groupOf = (store: Store, studyId: number) => readStudy(store, studyId).group

describe('patients', () => {
  it('are one when a person says so, and apart again; priors come from the same patient only', () => {
    using scene = storeScene()
    const { store } = scene
    takeIn(store, [
      { uid: '1', study: 'now', acquiredAt: '2026-01-05T10:00:00' },
      { uid: '2', study: 'before', acquiredAt: '2025-01-05T10:00:00' },
      { uid: '3', study: 'namesake', name: 'DOE^J', acquiredAt: '2024-01-05T10:00:00' },
    ])
    const priors = () => readStudy(store, 1).priors.map(({ studyId, image }) => [studyId, image?.id])
    expect(priors()).toEqual([[2, 2]])
    expect(readStudy(store, 1).patient.warnings).toMatchObject([{ kind: 'same-id-other-identity', otherPatientId: 2 }])
    expect(readStudy(store, 1).patient.warnings).toMatchObject([{ patientName: 'DOE, J', studies: 1 }])
    mergePatients(store, 2, 1)
    expect(priors()).toEqual([
      [2, 2],
      [3, 3],
    ])
    expect(readStudy(store, 1).patient.warnings).toMatchObject([{ kind: 'merged', otherPatientId: 2 }])
    expect(() => mergePatients(store, 1, 2)).toThrow('one already')
    unmergePatient(store, 2)
    expect(priors()).toEqual([[2, 2]])
    expect(readStudy(store, 3).patient.warnings).toMatchObject([{ kind: 'same-id-other-identity', otherPatientId: 1 }])
  })
})

describe('a person known under another ID', () => {
  it('is found by words of name or ID, joined, and no longer looked for', () => {
    using scene = storeScene()
    const { store } = scene
    takeIn(store, [
      { uid: '1', study: 'here', patientId: 'A1', name: 'ROE^JANE', acquiredAt: '2026-01-05T10:00:00' },
      { uid: '2', study: 'there', patientId: 'B7', name: 'ROE^JANE', acquiredAt: '2025-01-05T10:00:00' },
      { uid: '3', study: 'else', patientId: 'C3', name: 'DOE^JOHN' },
    ])
    const found = (search: string) => findPatients(store, { search, not: 1 })
    expect(found('jane ro')).toEqual([
      expect.objectContaining({ id: 2, patientId: 'B7', patientName: 'ROE, JANE', studies: 1 }),
    ])
    expect(found('b7').map(({ id }) => id)).toEqual([2])
    expect([found('nobody'), found('-- %_"'), found('A1')]).toEqual([[], [], []])
    mergePatients(store, 2, 1)
    expect(found('roe')).toEqual([])
    const { patient, priors } = readStudy(store, 1)
    expect(patient.warnings).toMatchObject([{ kind: 'merged', patientId: 'B7' }])
    expect(priors.map(({ studyId }) => studyId)).toEqual([2])
  })
})

describe('a conflict', () => {
  it('keeps its study from looking normal until a person has chosen', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    const at = (name: string) => `${scene.root}/${name}`
    for (const name of ['a', 'b']) writeFileSync(at(name), name)
    takeIn(store, [{ uid: '1', path: at('a') }])
    analyseAll(store, () => ({ bright: 0.1 }))
    expect(groupOf(store, 1)).toBe('not-flagged')
    const { jobId, settled } = takeIn(store, [{ uid: '1', path: at('b') }])
    const comparison = { newSha256: hash('sha256', 'b'), existingSha256: hash('sha256', 'a'), samePixels: false }
    settleCollision(store, jobId, settled[0]?.itemId ?? 0, comparison)
    analyseAll(store, () => ({ bright: 0.2 }))
    expect(readStudy(store, 1)).toMatchObject({ group: 'not-assessed', reasons: [{ code: 'conflict' }] })
    expect(readStudy(store, 1).images.map(({ conflict }) => conflict)).toEqual([true, true])
    resolveConflict(store, 2, 'second')
    expect(groupOf(store, 1)).toBe('not-flagged')
    expect(readStudy(store, 1).images.map(({ id }) => id)).toEqual([2])
    resolveConflict(store, 2, 'both')
    expect(store.db.prepare('SELECT count(*) FROM images').pluck().get()).toBe(2)
    expect(() => resolveConflict(store, 9, 'both')).toThrow('in conflict')
  })
})

describe('deleteStudy', () => {
  it('leaves nothing of the study but its audit trail, and names the copies that no other image needs', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    const [shared, own] = ['a'.repeat(64), 'b'.repeat(64)]
    takeIn(store, [
      { uid: '1', study: 's1', copied: true, sha256: shared, bytes: 10 },
      { uid: '2', study: 's1', copied: true, sha256: own, bytes: 20 },
      { uid: '3', study: 's1' },
      { uid: '4', study: 's2', copied: true, sha256: shared, bytes: 10, name: 'ROE^R' },
    ])
    analyseAll(store, () => ({ bright: 0.9 }))
    chooseReader(store, 'Ada')
    const mark = { imageId: 1, action: 'accept' as const, findingId: 1, label: 'bright' }
    commitReading(store, { studyId: 1, verdict: 'abnormal', comment: '', marks: [mark], role: 'reader' })
    openStudy(store, 1)
    expect(deleteStudy(store, 1)).toEqual({ images: 3, imageIds: [1, 2, 3], objects: [{ sha256: own, bytes: 20 }] })
    const left = (table: string) => store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()
    const tables = [
      'studies',
      'series',
      'images',
      'analyses',
      'findings',
      'readings',
      'marks',
      'reveals',
      'worklist',
      'study_labels',
      'patients',
    ]
    expect(Object.fromEntries(tables.map((table) => [table, left(table)]))).toEqual({
      studies: 1,
      series: 1,
      images: 1,
      analyses: 1,
      findings: 1,
      readings: 0,
      marks: 0,
      reveals: 0,
      worklist: 1,
      study_labels: 1,
      patients: 1,
    })
    expect(store.db.prepare(`SELECT rowid FROM study_text WHERE study_text MATCH 'doe'`).all()).toEqual([])
    // Nobody shares the PatientID any more.
    expect(readStudy(store, 2).patient.warnings).toEqual([])
    expect(store.db.prepare(`SELECT subject FROM audit WHERE action = 'delete'`).pluck().all()).toEqual(['study:1'])
    expect(() => deleteStudy(store, 1)).toThrow('of that number')
    expect(() => studyIdOf(store, 's1')).toThrow('StudyInstanceUID')
  })
})

describe('an original that is gone', () => {
  it('is shown as missing, and points to where it was found again', async () => {
    using scene = storeScene()
    const { store } = scene
    await installTiny(store)
    takeIn(store, [{ uid: '1' }])
    analyseAll(store, () => ({ state: 'failed', failure: { kind: 'missing', message: '', stage: 'decode' } }))
    store.sql('UPDATE images SET sha256 = NULL').run()
    noteAvailability(store, 1, 'missing')
    expect(readStudy(store, 1).images[0]?.availability).toBe('missing')
    expect(listLost(store).map(({ imageId }) => imageId)).toEqual([1])
    relinkImages(store, [{ imageId: 1, path: '/new/1', modifiedMs: 3, inode: '1:1' }])
    expect(readImageLocation(store, 1)).toMatchObject({
      location: { kind: 'file', path: '/new/1' },
      availability: 'available',
    })
    expect(listLost(store)).toEqual([])
  })
})
