import type { Migration } from './migration.ts'
import { scans } from './001-scans.ts'
import { readings } from './002-readings.ts'
import { research } from './003-research.ts'

/** Every step of the schema, in order. */
export const migrations: readonly Migration[] = [scans, readings, research]
