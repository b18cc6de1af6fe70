import { z } from 'zod'
import { flagRuleSchema, savedFilterSchema } from './worklist.ts'

/** Every setting with its default; the settings table holds what a person changed. One row a key, JSON by this schema. */
export const settingsSchema = z.object({
  language: z.enum(['en', 'de']).default('en'),
  /** Reader's name of this workstation's last session; no account. */
  reader: z.string().max(80).default(''),
  readers: z.array(z.string().max(80)).default([]),
  noticeAcceptedAt: z.string().default(''),
  device: z.enum(['auto', 'cpu', 'gpu-required']).default('auto'),
  threads: z.number().int().min(0).max(64).default(0),
  decodeWorkers: z.number().int().min(0).max(64).default(0),
  activeModels: z.array(z.string()).default([]),
  shadowModels: z.array(z.string()).default([]),
  flagRules: z.array(flagRuleSchema).default([]),
  unaidedFirst: z.boolean().default(false),
  /** Order of the unaided list; stored with every reading made under it. */
  unaidedSeed: z.number().int().nonnegative().default(0),
  notifyFlagged: z.boolean().default(true),
  /** Empty: no watch folder. */
  watchFolder: z.string().default(''),
  watchQuietMinutes: z.number().min(0).max(1_440).default(5),
  copyPolicy: z.enum(['automatic', 'always', 'never']).default('automatic'),
  savedFilters: z.array(savedFilterSchema).default([]),
  windowBounds: z
    .object({
      x: z.number().int(),
      y: z.number().int(),
      width: z.number().int(),
      height: z.number().int(),
      maximised: z.boolean(),
    })
    .optional(),
})
export type Settings = z.infer<typeof settingsSchema>
export type SettingKey = keyof Settings

/** Settings the window may change by itself; the rest are changed by their own channel or by a dialog. */
export const windowSettings = [
  'language',
  'device',
  'threads',
  'decodeWorkers',
  'activeModels',
  'shadowModels',
  'flagRules',
  'unaidedFirst',
  'notifyFlagged',
  'watchQuietMinutes',
  'copyPolicy',
  'savedFilters',
] as const satisfies readonly SettingKey[]
