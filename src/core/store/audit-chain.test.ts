import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { storeScene } from '#fixtures/store-scene.ts'
import type { AuditVerification } from '#shared/audit.ts'
import { openStore } from './store.ts'
import { record } from './record.ts'

type Scene = ReturnType<typeof storeScene>

function write(scene: Scene, count: number): void {
  for (let i = 0; i < count; i += 1) record(scene.store, { action: 'view', subject: `study:${i}`, detail: { n: i } })
}

/** Changes the database as somebody would who knows SQL, then asks the program. */
async function tamper(scene: Scene, change: (db: Database.Database) => void): Promise<AuditVerification> {
  scene.store.close()
  const db = new Database(scene.options.database)
  db.exec('DROP TRIGGER IF EXISTS audit_keeps; DROP TRIGGER IF EXISTS audit_stays')
  change(db)
  db.close()
  return verify(scene)
}

async function verify(scene: Scene): Promise<AuditVerification> {
  const store = openStore(scene.options)
  const found = await store.audit.verify()
  store.close()
  return found
}

describe('the audit chain', () => {
  it('is whole after many records, and refuses changes through the database itself', async () => {
    using scene = storeScene()
    write(scene, 20)
    expect(await scene.store.audit.verify()).toEqual({ intact: true, records: 20 })
    expect(() => scene.store.db.exec(`UPDATE audit SET actor = 'x'`)).toThrow('stay')
    expect(() => scene.store.db.exec('DELETE FROM audit')).toThrow('stay')
    scene.reopen()
    expect(await scene.store.audit.verify()).toEqual({ intact: true, records: 20 })
  })

  const forged = `INSERT INTO audit SELECT 11, at, action, actor, subject, detail, hash FROM audit WHERE sequence = 10`
  const matrix: [string, (db: Database.Database) => void, string, number][] = [
    ['edited', (db) => db.exec(`UPDATE audit SET actor = 'x' WHERE sequence = 4`), 'edited', 4],
    ['deleted', (db) => db.exec('DELETE FROM audit WHERE sequence = 4'), 'missing', 4],
    ['inserted', (db) => db.exec(forged), 'edited', 11],
    [
      'swapped',
      (db) =>
        db.exec(`UPDATE audit SET sequence = -1 WHERE sequence = 3; UPDATE audit SET sequence = 3 WHERE sequence = 4;
          UPDATE audit SET sequence = 4 WHERE sequence = -1`),
      'edited',
      3,
    ],
    ['truncated', (db) => db.exec('DELETE FROM audit WHERE sequence > 8'), 'truncated', 9],
    ['emptied', (db) => db.exec('DELETE FROM audit'), 'truncated', 1],
  ]
  it.each(matrix)('tells that records were %s', async (_, change, why, brokenAt) => {
    using scene = storeScene()
    write(scene, 10)
    const found = await tamper(scene, change)
    expect(found).toMatchObject({ intact: false, why, brokenAt })
    // The program goes on, and does not forget.
    expect((await verify(scene)).intact).toBe(false)
  })

  it('tells a chain that was made anew, hash by hash, behind the last record', async () => {
    using scene = storeScene()
    write(scene, 10)
    const head = readFileSync(scene.options.auditHead)
    write(scene, 1)
    scene.store.close()
    writeFileSync(scene.options.auditHead, head)
    expect(await verify(scene)).toMatchObject({ intact: false, why: 'edited', brokenAt: 11 })
  })

  it('takes records behind the head for what a power loss left when the machine has started anew since', async () => {
    using scene = storeScene()
    write(scene, 10)
    const head = readFileSync(scene.options.auditHead, 'utf8')
    write(scene, 1)
    scene.store.close()
    writeFileSync(scene.options.auditHead, JSON.stringify({ ...JSON.parse(head), boot: 'an earlier one' }))
    expect(await verify(scene)).toEqual({ intact: true, records: 11 })
  })

  it('tells another database, an older copy of it, and a head that is gone', async () => {
    using scene = storeScene()
    using other = storeScene()
    write(scene, 5)
    scene.store.close()
    const { database, auditHead } = scene.options
    copyFileSync(database, `${database}.old`)
    scene.reopen()
    write(scene, 5)
    scene.store.close()
    for (let i = 0; i < 30; i += 1) record(other.store, { action: 'start', subject: 'program', detail: {} })
    other.store.close()
    copyFileSync(database, `${database}.mine`)
    const head = readFileSync(auditHead)
    const put = (path: string) => {
      copyFileSync(path, database)
      writeFileSync(auditHead, head)
    }
    put(other.options.database)
    expect(await verify(scene)).toMatchObject({ intact: false, why: 'replaced' })
    put(`${database}.old`)
    expect(await verify(scene)).toMatchObject({ intact: false, why: 'truncated' })
    put(`${database}.mine`)
    expect(await verify(scene)).toEqual({ intact: true, records: 10 })
    rmSync(auditHead)
    expect(await verify(scene)).toMatchObject({ intact: false, why: 'head-missing' })
  })
})
