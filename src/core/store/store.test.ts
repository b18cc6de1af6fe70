import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { storeScene, takeIn } from '#fixtures/store-scene.ts'
import { changeSetting } from './change-setting.ts'
import { openStore } from './store.ts'

const kindOf = (open: () => unknown) => {
  try {
    open()
    return 'opened'
  } catch (error) {
    return (error as { kind?: string }).kind
  }
}

describe('openStore', () => {
  it('is durable at every commit, and its files are closed to others', () => {
    using scene = storeScene()
    const read = (name: string) => scene.store.db.pragma(name, { simple: true })
    expect([read('journal_mode'), read('synchronous'), read('foreign_keys'), read('locking_mode')]).toEqual([
      'wal',
      2,
      1,
      'exclusive',
    ])
    takeIn(scene.store, [{ uid: '1' }])
    const modes = readdirSync(scene.root).map((name) => statSync(`${scene.root}/${name}`).mode & 0o777)
    expect(new Set(modes)).toEqual(new Set([0o600]))
  })

  it('takes the slower journal on a network drive', () => {
    using scene = storeScene()
    scene.store.close()
    const store = openStore({ ...scene.options, onNetworkDrive: true })
    expect([store.journalMode, store.db.pragma('synchronous', { simple: true })]).toEqual(['delete', 2])
    store.close()
  })

  it('refuses a second instance, a file that is no database, a damaged one, another program’s and a newer schema, and touches none', () => {
    using scene = storeScene()
    expect(kindOf(() => openStore(scene.options))).toBe('data-folder-in-use')
    takeIn(scene.store, [{ uid: '1' }])
    scene.store.close()
    const { database } = scene.options
    const whole = readFileSync(database)
    const cases: [string, () => void][] = [
      [
        'damaged-store',
        () => writeFileSync(database, 'no database at all, but long enough to have a header of its own'.repeat(20)),
      ],
      [
        'damaged-store',
        () =>
          writeFileSync(
            database,
            Buffer.concat([whole.subarray(0, 100), Buffer.alloc(4_000, 7), whole.subarray(4_100)]),
          ),
      ],
      [
        'newer-schema',
        () => {
          writeFileSync(database, whole)
          const db = new Database(database)
          db.pragma('user_version = 999')
          db.close()
        },
      ],
      [
        'damaged-store',
        () => {
          writeFileSync(database, '')
          const db = new Database(database)
          db.exec('CREATE TABLE theirs (x)')
          db.close()
        },
      ],
    ]
    for (const [kind, spoil] of cases) {
      spoil()
      const before = readFileSync(database)
      expect(kindOf(() => openStore(scene.options))).toBe(kind)
      expect(readFileSync(database).equals(before)).toBe(true)
    }
  })

  it('says so when the folder is missing or read-only', () => {
    using folder = scratchFolder()
    using scene = storeScene()
    const options = { ...scene.options, database: folder.at('nowhere/firstlook.sqlite') }
    expect(kindOf(() => openStore(options))).toBe('missing')
    scene.store.close()
    if (process.getuid?.() === 0) return
    chmodSync(scene.options.database, 0o400)
    expect(kindOf(() => openStore(scene.options))).toBe('permission')
  })

  it('keeps a change and its audit record together, or neither', () => {
    using scene = storeScene()
    const { store } = scene
    const count = () =>
      store.db.prepare('SELECT (SELECT count(*) FROM settings), (SELECT count(*) FROM audit)').raw().get()
    const failing = () =>
      store.commit(() => {
        store.sql(`INSERT INTO settings VALUES ('language', '"de"')`).run()
        throw new Error('in the middle')
      }, [{ action: 'setting', actor: 'cli', subject: 'setting:language', detail: {} }])
    expect(failing).toThrow('in the middle')
    expect(count()).toEqual([0, 0])
    store.commit(
      () => store.sql(`INSERT INTO settings VALUES ('language', '"de"')`).run(),
      [{ action: 'setting', actor: 'cli', subject: 'setting:language', detail: {} }],
    )
    expect(count()).toEqual([1, 1])
  })

  it('keeps where the window stands without a record: it is no decision', async () => {
    using scene = storeScene()
    const { store } = scene
    const bounds = { x: 1, y: 2, width: 800, height: 600, maximised: false }
    expect((await changeSetting(store, 'windowBounds', bounds)).windowBounds).toEqual(bounds)
    expect(store.db.prepare('SELECT count(*) FROM audit').pluck().get()).toBe(0)
    await changeSetting(store, 'language', 'de')
    expect(store.db.prepare('SELECT subject FROM audit').pluck().all()).toEqual(['setting:language'])
  })

  it('goes on with the same connection when the drive was full', () => {
    using scene = storeScene()
    const { store } = scene
    takeIn(store, [{ uid: '1' }])
    const pages = store.db.pragma('page_count', { simple: true }) as number
    store.db.pragma(`max_page_count = ${pages}`)
    const many = Array.from({ length: 200 }, (_, i) => ({ uid: `full-${i}`, study: `full-${i}` }))
    expect(kindOf(() => takeIn(store, many))).toBe('disk-full')
    store.db.pragma('max_page_count = 100000')
    expect(store.db.prepare('SELECT count(*) FROM images').pluck().get()).toBe(1)
    takeIn(store, many)
    expect(store.db.prepare('SELECT count(*) FROM images').pluck().get()).toBe(201)
  })
})
