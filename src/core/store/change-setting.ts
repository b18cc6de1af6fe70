import { type SettingKey, type Settings, settingsSchema } from '#shared/settings.ts'
import { chooseModels, modelsBySetting } from './models/choose-models.ts'
import { readSettings, writeSetting } from './settings.ts'
import type { Store } from './store.ts'
import { catchUp, markAllDue } from './worklist/due.ts'

/** The settings as they are shown: which models are in use is told by the models themselves. */
export function settingsInUse(store: Store): Settings {
  return { ...readSettings(store), ...modelsBySetting(store) }
}

/** Sets one setting and lets the list follow. */
export async function changeSetting(store: Store, key: SettingKey, value: unknown): Promise<Settings> {
  if (key === 'activeModels' || key === 'shadowModels') {
    const ids = settingsSchema.shape[key].parse(value)
    await chooseModels(store, ids, key === 'activeModels' ? 'active' : 'shadow')
    return settingsInUse(store)
  }
  writeSetting(store, key, value)
  if (key === 'flagRules') {
    store.keep(() => markAllDue(store))
    await catchUp(store)
  }
  return settingsInUse(store)
}
