import { collectOrphans, ensureDataFolder, isNetworkDrive } from '#core/intake/index.ts'
import { actorOf, openStore, requeueAll, type Store } from '#core/store/index.ts'
import { groupOfStudy, thresholdsInUse } from '#core/triage/index.ts'
import type { WorkerOptions } from '#engine/protocol.ts'

/** Opens the store of a data folder and brings it to where it can go on: what a killed run had taken is queued again, what it left is removed. */
export async function openDataFolder({ dataFolder, appVersion, door }: WorkerOptions): Promise<Store> {
  if (dataFolder === undefined) throw new Error('a store without a data folder')
  const folder = await ensureDataFolder(dataFolder)
  const store = openStore({
    dataFolder: folder.root,
    database: folder.database,
    auditHead: folder.auditHead,
    onNetworkDrive: await isNetworkDrive(folder.root),
    rules: { groupOfStudy, thresholdsInUse },
    now: () => new Date(),
    door: door ?? 'app',
  })
  requeueAll(store)
  const isKnown = store.db.prepare('SELECT 1 FROM images WHERE sha256 = ? AND copied = 1')
  await collectOrphans(folder.root, (sha256) => isKnown.get(sha256) !== undefined)
  store.commit(
    () => undefined,
    [
      {
        action: 'start',
        actor: actorOf(store),
        subject: 'program',
        detail: { version: appVersion, door: door ?? 'app' },
      },
    ],
  )
  return store
}
