import {
  type DevicePolicy,
  type ModelFolder,
  type ModelSession,
  modelFile,
  openSession,
  proveProviders,
  readModelFolder,
  walkFile,
} from '#core/model/index.ts'
import type { Provider } from '#shared/models.ts'

export type RunOptions = { readonly device: DevicePolicy; readonly threads: number }

/** Models held open at once, and bytes of their files in all; the least recently used goes first. */
const capacity = { models: 8, bytes: 1024 ** 3 }

/** The open sessions of this process, one a model version and way of running it. */
export type Sessions = {
  readonly providers: () => Promise<readonly Provider[]>
  /** A session of an installed model, kept open. */
  readonly session: (folder: string, options: RunOptions) => Promise<ModelSession>
  /** A session of a model that is only tried: opened for `use` and closed after it. */
  readonly once: <T>(folder: ModelFolder, options: RunOptions, use: (session: ModelSession) => Promise<T>) => Promise<T>
  /** Closes what is open of a folder, so that its files can be removed. */
  readonly forget: (folder: string) => Promise<void>
}

type Open = { readonly folder: string; readonly session: Promise<ModelSession>; readonly bytes: number }

/** Opens sessions as they are asked for and closes those that were used longest ago, by number and by size. */
export function openSessions(): Sessions {
  const open = new Map<string, Open>()
  let proven: ReturnType<typeof proveProviders> | undefined
  const providers = () => (proven ??= proveProviders())

  async function launch(folder: ModelFolder, options: RunOptions): Promise<ModelSession> {
    // A folder may have been put in by hand: its graph is walked before the runtime sees it (goal M5).
    walkFile(modelFile(folder))
    // On the CPU alone there is nothing to prove, and a start without it is a third of a second shorter.
    const usable = options.device === 'cpu' ? [] : (await providers()).filter((provider) => provider.usable)
    return openSession(folder, { ...options, providers: usable.map((provider) => provider.name) })
  }

  async function makeRoom(bytes: number): Promise<void> {
    for (const [key, oldest] of open) {
      const held = [...open.values()].reduce((sum, item) => sum + item.bytes, 0)
      if (open.size < capacity.models && held + bytes <= capacity.bytes) return
      await close(key, oldest)
    }
  }

  async function close(key: string, { session }: Open): Promise<void> {
    open.delete(key)
    await session.then(
      (stale) => stale.close(),
      () => {},
    )
  }

  return {
    providers,

    async session(path, options) {
      const key = JSON.stringify([path, options])
      const found = open.get(key)
      if (found !== undefined) {
        open.delete(key)
        open.set(key, found)
        return found.session
      }
      const folder = await readModelFolder(path)
      const bytes = bytesOf(folder)
      await makeRoom(bytes)
      const raced = open.get(key)
      if (raced !== undefined) return raced.session
      const session = launch(folder, options)
      open.set(key, { folder: path, session, bytes })
      session.catch(() => open.delete(key))
      return session
    },

    async once(folder, options, use) {
      await makeRoom(bytesOf(folder))
      const session = await launch(folder, options)
      try {
        return await use(session)
      } finally {
        await session.close()
      }
    },

    async forget(folder) {
      for (const [key, item] of open) if (item.folder === folder) await close(key, item)
    },
  }
}

function bytesOf({ manifest: { file } }: ModelFolder): number {
  return file.externalData.reduce((sum, { bytes }) => sum + bytes, file.bytes)
}
