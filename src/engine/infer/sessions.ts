import {
  type DevicePolicy,
  type ModelFolder,
  type ModelSession,
  openSession,
  proveProviders,
  readModelFolder,
} from '#core/model/index.ts'
import type { Provider } from '#shared/models.ts'

export type RunOptions = { readonly device: DevicePolicy; readonly threads: number }

/** Models held open at once; the least recently used goes first. */
const capacity = 8

/** The open sessions of this process, one a model version and way of running it. */
export function openSessions(): {
  readonly providers: () => Promise<readonly Provider[]>
  readonly session: (folder: string, options: RunOptions) => Promise<ModelSession>
} {
  const open = new Map<string, Promise<ModelSession>>()
  let proven: ReturnType<typeof proveProviders> | undefined
  const providers = () => (proven ??= proveProviders())

  async function launch(path: string, options: RunOptions): Promise<ModelSession> {
    const folder: ModelFolder = await readModelFolder(path)
    // On the CPU alone there is nothing to prove, and a start without it is a third of a second shorter.
    const usable = options.device === 'cpu' ? [] : (await providers()).filter((provider) => provider.usable)
    return openSession(folder, { ...options, providers: usable.map((provider) => provider.name) })
  }

  return {
    providers,
    session(path, options) {
      const key = JSON.stringify([path, options])
      const found = open.get(key) ?? launch(path, options)
      open.delete(key)
      open.set(key, found)
      found.catch(() => open.delete(key))
      for (const [oldest, session] of open) {
        if (open.size <= capacity) break
        open.delete(oldest)
        void session.then((stale) => stale.close())
      }
      return found
    },
  }
}
