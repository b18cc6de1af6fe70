import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '#fixtures/seeded-random.ts'
import { analyseAll, installTiny, storeScene, takeIn } from '#fixtures/store-scene.ts'
import { openStore, type Store } from '#core/store/store.ts'
import { readStudy } from '#core/store/study/read-study.ts'
import { chooseReader } from '#core/store/who.ts'
import { commitReading } from '#core/store/reading/readings.ts'
import { backUpStore, restoreStore } from './backup.ts'
import { checkStore } from './check-store.ts'
import { listAudit } from './list-audit.ts'
import { readStoreState } from './store-state.ts'

const whole = () => Promise.resolve('whole' as const)

async function filled(store: Store): Promise<void> {
  await installTiny(store)
  takeIn(
    store,
    Array.from({ length: 10 }, (_, i) => ({
      uid: `${i}`,
      study: `s${i}`,
      copied: i < 3,
      sha256: `${i}`.padStart(64, 'a'),
    })),
  )
  analyseAll(store, (imageId) => ({ bright: imageId / 10, dark: 0.123456789 }))
  chooseReader(store, 'Ada')
  commitReading(store, { studyId: 1, verdict: 'normal', comment: 'fine', marks: [], role: 'reader' })
}

describe('checkStore', () => {
  it('finds every damaged header, result, reading, copy and record, and names them by our own numbers', async () => {
    using scene = storeScene()
    const { store } = scene
    await filled(store)
    const healthy = await checkStore(store, whole)
    expect(healthy).toMatchObject({ healthy: true, damaged: 0 })
    expect(healthy.checked).toBeGreaterThan(30)
    store.db.exec(`
      UPDATE images SET header = replace(header, '"rows":4', '"rows":5') WHERE id = 7;
      UPDATE analyses SET scores = replace(scores, '0.123456789', '0.123456788') WHERE id = 3;
      UPDATE findings SET score = 0.99 WHERE analysis_id = 9;
      UPDATE readings SET comment = 'fina' WHERE id = 1;`)
    expect(await checkStore(store, whole, { whileOthersWork: true })).toMatchObject({ damaged: 4 })
    const found = await checkStore(store, (sha256) => Promise.resolve(sha256.endsWith('1') ? 'damaged' : 'whole'))
    expect(found.subjects).toEqual(['image:7', 'analysis:3', 'analysis:9', 'reading:1', 'image:2'])
    // What is damaged is never shown as a result.
    expect(readStudy(store, 3).images[0]?.analyses[0]?.analysis).toMatchObject({
      state: 'failed',
      failure: { kind: 'damaged-store' },
    })
    expect(readStudy(store, 2).images[0]?.availability).toBe('damaged')
  })

  it('finds each of 200 bits that flipped in results and headers on the drive', async () => {
    using scene = storeScene()
    await filled(scene.store)
    const { store } = scene
    const random = seededRandom(5)
    const pick = (count: number) => Math.floor(random.between(0, count))
    let detected = 0
    for (let i = 0; i < 200; i += 1) {
      const [table, column] = (
        [
          ['analyses', 'scores'],
          ['analyses', 'provenance'],
          ['images', 'header'],
        ] as const
      )[pick(3)]!
      const id = pick(10) + 1
      const before = store.db.prepare(`SELECT ${column} FROM ${table} WHERE id = ?`).pluck().get(id) as string
      const bytes = Buffer.from(before)
      const at = pick(bytes.length)
      bytes[at] = bytes[at]! ^ (1 << pick(8))
      const write = store.db.prepare(`UPDATE ${table} SET ${column} = CAST(? AS TEXT) WHERE id = ?`)
      write.run(bytes, id)
      const { subjects } = await checkStore(store, whole)
      if (subjects.length === 1 && subjects[0] === `${table === 'images' ? 'image' : 'analysis'}:${id}`) detected += 1
      write.run(Buffer.from(before), id)
    }
    expect(detected).toBe(200)
  }, 60_000)
})

describe('a backup', () => {
  it('is whole, and restoring it keeps what was there before', async () => {
    using scene = storeScene()
    const { store } = scene
    await filled(store)
    const path = `${scene.root}/kept.sqlite`
    expect((await backUpStore(store, path)).bytes).toBeGreaterThan(10_000)
    takeIn(store, [{ uid: 'later', study: 'later' }])
    store.close()
    writeFileSync(scene.options.database, 'ruined')
    expect(() => openStore(scene.options)).toThrow('something else')
    const restored = restoreStore(scene.options, path)
    expect(restored.db.prepare('SELECT count(*) FROM studies').pluck().get()).toBe(10)
    expect(await restored.audit.verify()).toMatchObject({ intact: true })
    expect(listAudit(restored, { limit: 1 }).rows).toMatchObject([{ action: 'backup', detail: { restored: true } }])
    const aside = readdirSync(`${scene.root}/backups`).find((name) => name.endsWith('.sqlite'))
    expect(readFileSync(`${scene.root}/backups/${aside}`, 'utf8')).toBe('ruined')
    restored.close()
    const again = openStore(scene.options)
    expect(await again.audit.verify()).toMatchObject({ intact: true })
    again.close()
  })

  it('lets others work while it is written, and holds what they have changed by then', async () => {
    using scene = storeScene()
    const { store, root } = scene
    store.db.exec('CREATE TABLE filler (bytes BLOB) STRICT')
    for (let n = 0; n < 40; n += 1) store.db.exec('INSERT INTO filler VALUES (randomblob(100000))')
    const writing = backUpStore(store, `${root}/kept.sqlite`, { whileOthersWork: true })
    const state = { written: false }
    const written = writing.then(() => (state.written = true))
    let turns = 0
    for (; !state.written; turns += 1) {
      if (turns < 3) takeIn(store, [{ uid: `${turns}`, study: `s${turns}` }])
      await new Promise((resolve) => setImmediate(resolve))
    }
    await written
    expect(turns).toBeGreaterThan(3)
    store.close()
    const restored = restoreStore(scene.options, `${root}/kept.sqlite`)
    expect(restored.db.prepare('SELECT count(*) FROM studies').pluck().get()).toBe(3)
    expect(await restored.audit.verify()).toMatchObject({ intact: true })
    restored.close()
  })

  it('that is none is refused before anything is moved', async () => {
    using scene = storeScene()
    await filled(scene.store)
    scene.store.close()
    const before = readFileSync(scene.options.database)
    writeFileSync(`${scene.root}/bad`, 'no backup'.repeat(1_000))
    expect(() => restoreStore(scene.options, `${scene.root}/bad`)).toThrow('something else')
    expect(() => restoreStore(scene.options, `${scene.root}/none`)).toThrow('no such file')
    expect(readFileSync(scene.options.database).equals(before)).toBe(true)
    expect(readdirSync(scene.root).filter((name) => name.includes('restored'))).toEqual([])
    expect(existsSync(scene.options.auditHead)).toBe(true)
  })
})

describe('the audit list', () => {
  it('pages from the latest record on', async () => {
    using scene = storeScene()
    await filled(scene.store)
    const { rows, next } = listAudit(scene.store, { limit: 5 })
    const [last] = rows
    expect(rows).toHaveLength(5)
    expect(listAudit(scene.store, { limit: 5, after: next }).rows[0]?.sequence).toBe(last!.sequence - 5)
  })

  it('has no patient’s data in it', async () => {
    using scene = storeScene()
    await filled(scene.store)
    const text = JSON.stringify(scene.store.db.prepare('SELECT * FROM audit').all())
    for (const word of ['DOE', 'JANE', '1970', '/in', 'Chest', 'P1']) expect(text).not.toContain(word)
  })
})

it('says how the store stands', async () => {
  using scene = storeScene()
  await filled(scene.store)
  expect(readStoreState(scene.store)).toMatchObject({
    journalMode: 'wal',
    synchronous: 'FULL',
    schema: 4,
    studies: 10,
    images: 10,
    unfinishedJobs: 1,
    notices: [],
  })
})
