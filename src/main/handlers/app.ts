import { shell as desktop } from 'electron'
import type { Handlers } from '#main/ipc/handlers.ts'
import { secretStore } from '#main/secret-store.ts'
import type { Shell } from '#main/shell.ts'

/** The program itself. */
export function appHandlers(shell: Shell): Pick<Handlers, 'app:state' | 'app:accept-notice' | 'app:open-data-folder'> {
  const { engine, dataFolder, readiness } = shell
  return {
    'app:state': async () => {
      const [settings, { bytes, free, journalMode }, unfinished, store] = await Promise.all([
        engine.store.settings(),
        engine.store.storeState(),
        engine.store.unfinishedJobs(),
        secretStore(),
      ])
      return {
        version: engine.appVersion,
        settings,
        // Proving the providers takes a moment: who asks at start hears of them at the next asking.
        providers: [...readiness.providers()],
        notices: [...readiness.notices()],
        differing: [...readiness.differing()],
        secretStore: store,
        dataFolder: { bytes, free, journalMode },
        startedWith: { unfinishedJobs: unfinished.length },
      }
    },
    'app:accept-notice': () => engine.store.appAcceptNotice(),
    'app:open-data-folder': async () => {
      await desktop.openPath(dataFolder)
    },
  }
}
