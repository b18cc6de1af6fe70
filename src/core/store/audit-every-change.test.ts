import { describe, expect, it } from 'vitest'
import { analyseAll, installTiny, type Scan, storeScene, takeIn, toDone } from '#fixtures/store-scene.ts'
import { tinyManifest } from '#fixtures/tiny-model.ts'
import type { AuditAction } from '#shared/audit.ts'
import {
  acceptNotice,
  acceptRecalibration,
  addItems,
  backUpStore,
  changeSetting,
  checkStore,
  chooseReader,
  chooseThreshold,
  claimAnalyses,
  commitReading,
  controlJob,
  createCohort,
  createJob,
  deleteStudy,
  importReference,
  mergePatients,
  noteAvailability,
  openStudy,
  recordCrash,
  registerModels,
  relinkImages,
  removeModel,
  resolveConflict,
  saveAnalyses,
  settleCollision,
  type Store,
  undoReading,
} from './index.ts'

type Scene = ReturnType<typeof storeScene>

/** What a person or the program does, after what must be there first; `act` alone may leave a trace. */
type Deed = {
  readonly action: AuditAction
  readonly first?: (scene: Scene) => unknown
  readonly act: (scene: Scene) => unknown
}

const sha256 = tinyManifest(Buffer.from('tiny@1')).file.sha256
const [one, other]: readonly [Scan, Scan] = [{ uid: '1' }, { uid: '2', study: '1.2.4', birthDate: '1980-02-02' }]
const cut = { kind: 'truncated', message: 'Expected more.', stage: 'header' } as const
const verdict = { studyId: 1, verdict: 'abnormal' as const, comment: '', marks: [] }
const reader = ({ store }: Scene) => chooseReader(store, 'Ada')
const readBy = (scene: Scene) => {
  reader(scene)
  return commitReading(scene.store, { ...verdict, role: 'reader' })
}
/** A second file of the first image's UID, which waits for its comparison. */
const collide = ({ store }: Scene) => {
  const { jobId, settled } = takeIn(store, [{ uid: '1', path: '/in/again', bytes: 7 }])
  const itemId = settled[0]?.itemId ?? 0
  return { jobId, itemId }
}
const added = { ...tinyManifest(Buffer.from('added')), id: 'added' }
const addModel = ({ store }: Scene) =>
  registerModels(store, [
    { manifest: tinyManifest(Buffer.from('tiny@1')), folder: '/models/tiny', card: '', bundled: true },
    { manifest: added, folder: '/models/added', card: '', bundled: false },
  ])

const deeds: Record<string, Deed> = {
  'a job': {
    action: 'import',
    act: ({ store }) => createJob(store, { kind: 'import', sources: ['/x'], copy: 'never', analyse: false }),
  },
  'an image': {
    action: 'import',
    first: ({ store }) => {
      const location = { kind: 'file', path: '/in/3' }
      const identity = { bytes: 100, modifiedMs: 5, inode: '1:3' }
      addItems(store, 1, [{ kind: 'found', displayPath: '/in/3', location, identity }])
    },
    act: ({ store }) => takeIn(store, [{ uid: '3' }], { jobId: 1 }),
  },
  'a job paused': { action: 'import', act: ({ store }) => controlJob(store, 1, 'pause') },
  'a refused file': {
    action: 'refuse',
    act: ({ store }) => addItems(store, 1, [{ kind: 'refused', displayPath: '/in/cut', failure: cut }]),
  },
  'a result': {
    action: 'analyse',
    first: ({ store }) => takeIn(store, [{ uid: '3' }]),
    act: ({ store }) =>
      saveAnalyses(
        store,
        claimAnalyses(store, 1).map(({ imageId, models }) => ({
          imageId,
          sha256: 'a'.repeat(64),
          pixelSha256: 'b'.repeat(64),
          analyses: models.map(({ analysisId }) => ({
            analysisId,
            imageId,
            analysis: toDone({ bright: 0.9, dark: 0.1 }, sha256, imageId),
          })),
        })),
      ),
  },
  'a study opened': { action: 'view', first: reader, act: ({ store }) => openStudy(store, 1) },
  'a reading': {
    action: 'reading',
    first: reader,
    act: ({ store }) => commitReading(store, { ...verdict, role: 'reader' }),
  },
  'a reading withdrawn': {
    action: 'reading',
    first: readBy,
    act: ({ store }) => undoReading(store, Number(store.db.prepare('SELECT max(id) FROM readings').pluck().get())),
  },
  'a study deleted': { action: 'delete', act: ({ store }) => deleteStudy(store, 1) },
  'a setting': { action: 'setting', act: ({ store }) => changeSetting(store, 'language', 'de') },
  'a reader chosen': { action: 'setting', act: reader },
  'a threshold': {
    action: 'threshold',
    act: ({ store }) => chooseThreshold(store, { modelId: 'tiny', sha256, label: 'bright', value: 0.3, basis: 'some' }),
  },
  'a model added': { action: 'model-add', act: addModel },
  'a model removed': {
    action: 'model-remove',
    first: addModel,
    act: ({ store }) => removeModel(store, 'added', added.file.sha256),
  },
  'a model disabled': {
    action: 'model-disable',
    first: ({ store }) => [1, 2].map(() => recordCrash(store, sha256, 'crashed')),
    act: ({ store }) => recordCrash(store, sha256, 'crashed'),
  },
  'the notice accepted': { action: 'notice-accepted', act: ({ store }) => acceptNotice(store) },
  'patients merged': { action: 'merge', act: ({ store }) => mergePatients(store, 2, 1) },
  'a conflict resolved': {
    action: 'resolve-conflict',
    first: (scene) => {
      const { jobId, itemId } = collide(scene)
      settleCollision(scene.store, jobId, itemId, {
        newSha256: 'c'.repeat(64),
        existingSha256: 'd'.repeat(64),
        samePixels: false,
      })
    },
    act: ({ store }) => resolveConflict(store, 1, 'first'),
  },
  'a file found again': {
    action: 'relink',
    first: ({ store }) => noteAvailability(store, 1, 'missing'),
    act: ({ store }) => relinkImages(store, [{ imageId: 1, path: '/moved', modifiedMs: 9, inode: '1:9' }]),
  },
  'reference labels': {
    action: 'reference',
    act: ({ store }) =>
      importReference(store, {
        name: 'ref',
        mapping: { idColumn: 'id', labelColumn: 'label', positive: [], match: 'auto' },
        rows: [{ row: 2, id: '1', label: '1' }],
      }),
  },
  'a cohort': { action: 'cohort', act: ({ store }) => createCohort(store, 'all', {}) },
  'a recalibration': {
    action: 'recalibrate',
    act: ({ store }) =>
      acceptRecalibration(store, {
        modelId: 'tiny',
        sha256,
        label: 'bright',
        kind: 'platt',
        curve: [{ score: 0, probability: 0 }],
        basis: 'some',
      }),
  },
  'damage found': {
    action: 'check-failed',
    first: ({ store }) => store.db.exec(`UPDATE images SET header = '{}' WHERE id = 1`),
    act: ({ store }) => checkStore(store, () => Promise.resolve('whole')),
  },
  'a backup': { action: 'backup', act: ({ store, root }) => backUpStore(store, `${root}/copy.sqlite`) },
}

/** A store with two studies of two people, judged. */
async function begin(): Promise<Scene> {
  const scene = storeScene()
  await installTiny(scene.store)
  takeIn(scene.store, [one, other])
  analyseAll(scene.store, () => ({ bright: 0.7, dark: 0.2 }))
  return scene
}

const actionsOf = ({ db }: Store, after: number) =>
  db.prepare('SELECT action FROM audit WHERE sequence > ?').pluck().all(after) as string[]
const lastOf = ({ db }: Store) => Number(db.prepare('SELECT coalesce(max(sequence), 0) FROM audit').pluck().get())

/** What stands in the tables, without the queue's own bookkeeping. */
function contents({ db }: Store): Record<string, unknown[]> {
  const names = db
    .prepare(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'audit' AND name NOT LIKE 'study_text%'`,
    )
    .pluck()
    .all() as string[]
  const kept = (row: Record<string, unknown>) => ({
    ...row,
    priority: undefined,
    attempts: undefined,
    ...(row['state'] === 'running' && { state: 'queued' }),
  })
  return Object.fromEntries(
    names.map((name) => [name, (db.prepare(`SELECT * FROM ${name}`).all() as Record<string, unknown>[]).map(kept)]),
  )
}

describe('a change and its audit record (goal P7)', () => {
  it.each(Object.entries(deeds))('%s leaves its record', async (_, { action, first, act }) => {
    using scene = await begin()
    await first?.(scene)
    const before = lastOf(scene.store)
    await act(scene)
    expect(actionsOf(scene.store, before)).toContain(action)
    expect(await scene.store.audit.verify()).toMatchObject({ intact: true })
  })

  it.each(Object.entries(deeds))('%s does not happen where the record cannot be written', async (_, { first, act }) => {
    using scene = await begin()
    await first?.(scene)
    scene.store.db.exec(`CREATE TEMP TRIGGER no_room BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END`)
    const before = contents(scene.store)
    await expect((async () => act(scene))()).rejects.toThrow('no room')
    scene.store.db.exec('DROP TRIGGER no_room')
    expect(contents(scene.store)).toEqual(before)
    expect(await scene.store.audit.verify()).toMatchObject({ intact: true })
  })
})
