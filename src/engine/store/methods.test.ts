import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { copyIntoStore, toDataFolder } from '#core/intake/index.ts'
import { scratchFolder } from '#fixtures/scratch-folder.ts'
import { toHeader } from '#fixtures/store-scene.ts'
import { tinyManifest } from '#fixtures/tiny-model.ts'
import { storeMethods } from './methods.ts'

const open = (dataFolder: string) => storeMethods({ role: 'store', dataFolder, appVersion: '0.1.0', door: 'cli' })
type Methods = Awaited<ReturnType<typeof open>>

const kindOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: { kind?: string }) => error.kind,
  )

/** Takes a file in by copying it, as decode would. */
async function takeIn(store: Methods, dataFolder: string, path: string, uid: string): Promise<number> {
  const { jobId } = store.createJob({ kind: 'import', sources: [path], copy: 'always', analyse: true })
  const identity = { bytes: statSync(path).size, modifiedMs: 1, inode: '1' }
  store.addItems({ jobId, entries: [{ kind: 'found', displayPath: path, location: { kind: 'file', path }, identity }] })
  store.finishWalk({ jobId })
  const [item] = store.claimItems({ jobId, limit: 50 })
  const copy = await copyIntoStore(dataFolder, { kind: 'file', path })
  const location = { kind: 'file', path: copy.path }
  const header = toHeader({ uid, study: uid })
  const itemId = item?.itemId ?? 0
  store.saveIndexed({
    jobId,
    results: [{ itemId, kind: 'image', header, location, identity, sha256: copy.sha256, copied: true }],
  })
  return jobId
}

describe('the store process', () => {
  it('takes in, reports, deletes with the copies, and refuses a second instance', async () => {
    using folder = scratchFolder({ scan: 'bytes of a scan' })
    const root = folder.at('data')
    const store = await open(root)
    expect(await kindOf(open(root))).toBe('data-folder-in-use')
    await store.registerModels({
      models: [{ manifest: tinyManifest(Buffer.from('m')), folder: '/m', card: '', bundled: true }],
    })
    const jobId = await takeIn(store, root, folder.at('scan'), '1.2')
    expect(store.jobResult({ jobId })).toMatchObject({ imported: 1, refused: [] })
    mkdirSync(join(root, 'previews'), { recursive: true })
    writeFileSync(join(root, 'previews', '1-1024.jpeg'), 'preview')
    writeFileSync(join(root, 'previews', '11-1024.jpeg'), 'of another image')
    const { objects } = toDataFolder(root)
    const copies = () =>
      readdirSync(objects, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(copies()).toHaveLength(1)
    const { studyId } = store.studyIdOf({ studyInstanceUid: '1.2' })
    expect(await store.studyDelete({ studyId })).toEqual({
      images: 1,
      bytes: 'bytes of a scan'.length + 'preview'.length,
    })
    expect(copies()).toHaveLength(0)
    expect(readdirSync(join(root, 'previews'))).toEqual(['11-1024.jpeg'])
    expect(existsSync(folder.at('scan'))).toBe(true)
    expect(await store.storeState()).toMatchObject({ journalMode: 'wal', studies: 0 })
    expect(await store.auditVerify()).toMatchObject({ intact: true })
    store.close()
  })

  it('removes at its start what a kill left behind the database, and keeps what is known', async () => {
    using folder = scratchFolder({ scan: 'known', other: 'orphan' })
    const root = folder.at('data')
    const store = await open(root)
    await takeIn(store, root, folder.at('scan'), '1.2')
    store.close()
    await copyIntoStore(root, { kind: 'file', path: folder.at('other') })
    writeFileSync(join(root, 'temp', 'half.part'), 'half')
    const again = await open(root)
    const files = readdirSync(join(root, 'objects'), { recursive: true, withFileTypes: true })
    expect(files.filter((entry) => entry.isFile())).toHaveLength(1)
    expect(readdirSync(join(root, 'temp'))).toEqual([])
    expect(await again.storeCheck()).toMatchObject({ healthy: true })
    const actions = again.auditList({ limit: 100 }).rows.map(({ action }) => action)
    expect(actions.filter((action) => action === 'start' || action === 'stop')).toEqual(['start', 'stop', 'start'])
    again.close()
  })

  it('restores a backup in the running process', async () => {
    using folder = scratchFolder({ scan: 'one', later: 'two' })
    const root = folder.at('data')
    const store = await open(root)
    await takeIn(store, root, folder.at('scan'), '1.2')
    store.storeBackup({ path: folder.at('backup.sqlite') })
    await takeIn(store, root, folder.at('later'), '1.3')
    store.storeRestore({ path: folder.at('backup.sqlite') })
    expect(await store.storeState()).toMatchObject({ studies: 1 })
    expect(() => store.storeRestore({ path: folder.at('nothing') })).toThrow('no such file')
    expect(await store.storeState()).toMatchObject({ studies: 1 })
    store.close()
  })

  it('gives settings their schema and says which models are in use', async () => {
    using folder = scratchFolder()
    const store = await open(folder.at('data'))
    await store.registerModels({
      models: [{ manifest: tinyManifest(Buffer.from('m')), folder: '/m', card: '', bundled: true }],
    })
    expect(store.settings()).toMatchObject({ language: 'en', activeModels: ['tiny'] })
    expect(await store.settingsSet({ key: 'language', value: 'de' })).toMatchObject({ language: 'de' })
    expect(await kindOf(store.settingsSet({ key: 'language', value: 'fr' }))).toBe('bad-argument')
    expect(await store.settingsSet({ key: 'activeModels', value: [] })).toMatchObject({ activeModels: [] })
    expect(await store.settingsSet({ key: 'shadowModels', value: ['tiny'] })).toMatchObject({ shadowModels: ['tiny'] })
    store.readerChoose({ name: 'Ada' })
    store.readerChoose({ name: 'Ben' })
    store.appAcceptNotice()
    const { reader, readers, noticeAcceptedAt } = store.settings()
    expect([reader, readers, noticeAcceptedAt !== '']).toEqual(['Ben', ['Ben', 'Ada'], true])
    store.close()
  })
})
