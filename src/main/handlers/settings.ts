import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'

/** Settings that the window changes by itself. */
export function settingsHandlers({ engine: { store }, settingsChanged }: Shell): Pick<Handlers, 'settings:set'> {
  return {
    'settings:set': async (input) => {
      const settings = await store.settingsSet(input)
      settingsChanged(settings)
      return settings
    },
  }
}
