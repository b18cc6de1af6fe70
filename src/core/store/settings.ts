import { randomInt } from 'node:crypto'
import { TriageError } from '#shared/errors.ts'
import { type SettingKey, type Settings, settingsSchema } from '#shared/settings.ts'
import { actorOf } from './intake/items.ts'
import type { Store } from './store.ts'

/** Every setting: what a person changed, else its default. A stored value that no longer fits the schema falls back to it. */
export function readSettings(store: Store): Settings {
  const rows = store.sql('SELECT key, value FROM settings').all() as { key: string; value: string }[]
  const stored = rows.flatMap(({ key, value }): [string, unknown][] => {
    const parsed = parseOne(key, value)
    return parsed === undefined ? [] : [[key, parsed]]
  })
  return { ...settingsSchema.parse({}), ...Object.fromEntries(stored) }
}

export function readSetting<K extends SettingKey>(store: Store, key: K): Settings[K] {
  const row = store.sql('SELECT value FROM settings WHERE key = ?').get(key) as { value: string } | undefined
  const stored = row === undefined ? undefined : parseOne(key, row.value)
  return (stored ?? defaults[key]) as Settings[K]
}

const defaults = settingsSchema.parse({})

function parseOne(key: string, value: string): unknown {
  if (!Object.hasOwn(settingsSchema.shape, key)) return undefined
  const parsed = settingsSchema.shape[key as SettingKey].safeParse(JSON.parse(value))
  return parsed.success ? parsed.data : undefined
}

/** Writes a setting's row, inside the caller's change. */
export function storeSetting<K extends SettingKey>(store: Store, key: K, value: Settings[K]): void {
  store
    .sql('INSERT INTO settings VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value')
    .run(key, JSON.stringify(value))
}

/** Where the window stands is no decision: recorded at every drag of its edge, it would bury those that are. */
const unrecorded: ReadonlySet<SettingKey> = new Set(['windowBounds'])

/**
 * Sets one setting to a value of the schema. The audit trail gets the key, not the value: it may be a name or a path.
 * Turning unaided reading on draws a new order.
 */
export function writeSetting(store: Store, key: SettingKey, value: unknown): void {
  const parsed = settingsSchema.shape[key].safeParse(value)
  if (!parsed.success) {
    throw new TriageError('bad-argument', `Expected a value that the setting ${key} can have; came another.`, 'store')
  }
  const begins = key === 'unaidedFirst' && parsed.data === true && !readSetting(store, 'unaidedFirst')
  const keep = () => {
    storeSetting(store, key, parsed.data as Settings[typeof key])
    if (begins) storeSetting(store, 'unaidedSeed', randomInt(1, 2 ** 31))
  }
  if (unrecorded.has(key)) return store.keep(keep)
  store.commit(keep, [{ action: 'setting', actor: actorOf(store), subject: `setting:${key}`, detail: {} }])
}
