import { type SettingKey, type Settings, settingsSchema } from '#shared/settings.ts'
import { actorOf } from './intake/items.ts'
import type { Store } from './store.ts'

/** Every setting: what a person changed, else its default. A stored value that no longer fits the schema falls back to it. */
export function readSettings(store: Store): Settings {
  const rows = store.sql('SELECT key, value FROM settings').all() as { key: string; value: string }[]
  const defaults = settingsSchema.parse({})
  const fitting = rows.filter(({ key, value }) => parseOne(key, value) !== undefined)
  return { ...defaults, ...Object.fromEntries(fitting.map(({ key, value }) => [key, parseOne(key, value)])) }
}

export function readSetting<K extends SettingKey>(store: Store, key: K): Settings[K] {
  const row = store.sql('SELECT value FROM settings WHERE key = ?').get(key) as { value: string } | undefined
  const stored = row === undefined ? undefined : parseOne(key, row.value)
  return (stored ?? settingsSchema.parse({})[key]) as Settings[K]
}

function parseOne(key: string, value: string): unknown {
  if (!Object.hasOwn(settingsSchema.shape, key)) return undefined
  const parsed = settingsSchema.shape[key as SettingKey].safeParse(JSON.parse(value))
  return parsed.success ? parsed.data : undefined
}

/** Sets one setting to a value of the schema. The audit trail gets the key, not the value: it may be a name or a path. */
export function writeSetting<K extends SettingKey>(store: Store, key: K, value: Settings[K]): void {
  const write = store.sql('INSERT INTO settings VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
  store.commit(
    () => write.run(key, JSON.stringify(value)),
    [{ action: 'setting', actor: actorOf(store), subject: `setting:${key}`, detail: {} }],
  )
}
