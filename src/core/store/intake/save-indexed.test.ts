import { writeFileSync } from 'node:fs'
import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { findScans, storeScene, takeIn } from '#fixtures/store-scene.ts'
import { saveIndexed, settleCollision } from './save-indexed.ts'

const count = (scene: ReturnType<typeof storeScene>, table: string) =>
  scene.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()

describe('saveIndexed', () => {
  it('hangs images under series, studies and patients, and takes the same files again as duplicates', () => {
    using scene = storeScene()
    const scans = [
      { uid: '1', study: 's1' },
      { uid: '2', study: 's1' },
      { uid: '3', study: 's2', patientId: 'P2' },
    ]
    expect(takeIn(scene.store, scans).settled.map((each) => 'outcome' in each && each.outcome)).toEqual([
      'imported',
      'imported',
      'imported',
    ])
    for (let again = 0; again < 2; again += 1) {
      const { settled } = takeIn(scene.store, scans)
      expect(settled.map((each) => 'outcome' in each && each.outcome)).toEqual(['duplicate', 'duplicate', 'duplicate'])
    }
    expect(['patients', 'studies', 'series', 'images'].map((table) => count(scene, table))).toEqual([2, 2, 2, 3])
  })

  it('names an image after the first of its files that a job found, whichever was read first', () => {
    using scene = storeScene()
    const { store } = scene
    const paths = ['a', 'b', 'c'].map((name) => `${scene.root}/${name}`)
    for (const path of paths) writeFileSync(path, 'x')
    const scans = paths.map((path) => ({ uid: '1', path, sha256: hash('sha256', 'x') }))
    const { jobId, results } = findScans(store, scans)
    for (const at of [2, 0, 1]) saveIndexed(store, jobId, results.slice(at, at + 1))
    expect(store.db.prepare('SELECT display_path FROM images').pluck().all()).toEqual([paths[0]])
    const outcomes = store.db.prepare('SELECT outcome FROM items ORDER BY id').pluck().all()
    expect(outcomes).toEqual(['imported', 'duplicate', 'duplicate'])
  })

  it('asks for a comparison when a known UID comes from another file, and keeps both when the bytes differ', () => {
    using scene = storeScene()
    const at = (name: string) => `${scene.root}/${name}`
    for (const name of ['a', 'b', 'c']) writeFileSync(at(name), name)
    takeIn(scene.store, [{ uid: '1', path: at('a') }])
    const second = takeIn(scene.store, [{ uid: '1', path: at('b') }])
    const [asked] = second.settled
    expect(asked).toMatchObject({ compareWith: { imageId: 1, location: { path: at('a') } } })
    const comparison = { newSha256: hash('sha256', 'b'), existingSha256: hash('sha256', 'a'), samePixels: true }
    const itemId = asked?.itemId ?? 0
    expect(settleCollision(scene.store, second.jobId, itemId, comparison)).toMatchObject({ outcome: 'conflict' })
    expect(
      scene.store.db.prepare('SELECT conflict, conflict_of, same_pixels FROM images ORDER BY id').raw().all(),
    ).toEqual([
      ['open', null, null],
      ['open', 1, 1],
    ])
    // A third file with the bytes of the second is a duplicate of it, although it is compared with the first.
    const third = takeIn(scene.store, [{ uid: '1', path: at('c') }])
    const thirdItem = third.settled[0]?.itemId ?? 0
    expect(settleCollision(scene.store, third.jobId, thirdItem, comparison)).toMatchObject({
      outcome: 'duplicate',
      imageId: 2,
    })
    expect(count(scene, 'images')).toBe(2)
  })

  it('takes an original that moved for the same image, and other bytes in its place for a conflict', () => {
    using scene = storeScene()
    const { store } = scene
    const here = `${scene.root}/here`
    writeFileSync(here, 'x')
    takeIn(store, [{ uid: '1', path: '/gone/a', bytes: 1 }])
    // Never read whole: the same size and header must do.
    expect(takeIn(store, [{ uid: '1', path: here }]).settled).toMatchObject([{ outcome: 'duplicate', imageId: 1 }])
    expect(store.db.prepare('SELECT display_path FROM images').pluck().all()).toEqual([here])
    takeIn(store, [{ uid: '2', path: '/gone/b', bytes: 7 }])
    expect(takeIn(store, [{ uid: '2', path: '/other' }]).settled).toMatchObject([{ outcome: 'conflict' }])
    // Read whole before: the hash of the new file decides, which is asked for.
    store.sql(`UPDATE images SET sha256 = ? WHERE id = 1`).run(hash('sha256', 'one'))
    writeFileSync(here, 'written over')
    const again = (path: string, newSha256: string) => {
      const { jobId, settled } = takeIn(store, [{ uid: '1', path, bytes: 8 }])
      expect(settled).toMatchObject([{ compareWith: { location: { path } } }])
      const comparison = { newSha256, existingSha256: newSha256, samePixels: true }
      return settleCollision(store, jobId, settled[0]?.itemId ?? 0, comparison)
    }
    expect(again('/new/1', hash('sha256', 'one'))).toMatchObject({ outcome: 'duplicate', imageId: 1 })
    expect(again('/new/2', hash('sha256', 'two'))).toMatchObject({ outcome: 'conflict' })
  })

  it('keeps patients apart whose PatientID is the same, and warns on both sides', () => {
    using scene = storeScene()
    takeIn(scene.store, [
      { uid: '1', study: 's1' },
      { uid: '2', study: 's2', birthDate: '1980-01-01' },
      { uid: '3', study: 's3', name: 'ROE^RICHARD' },
      { uid: '4', study: 's4', name: 'Doe^Jane^' },
      { uid: '5', study: 's5', patientId: 'P5' },
    ])
    expect(count(scene, 'patients')).toBe(4)
    const warned = scene.store.db.prepare('SELECT study_id FROM worklist WHERE patient_warning = 1').pluck().all()
    expect(warned).toEqual([1, 2, 3, 4])
  })

  it('drops the second answer of a claim that was given up', () => {
    using scene = storeScene()
    const { jobId, settled } = takeIn(scene.store, [{ uid: '1' }])
    const itemId = settled[0]?.itemId ?? 0
    const refused = {
      kind: 'refused' as const,
      itemId,
      failure: { kind: 'timeout' as const, message: '', stage: 'header' as const },
    }
    expect(saveIndexed(scene.store, jobId, [refused])).toEqual([{ itemId, outcome: 'imported', imageId: 1 }])
  })
})
