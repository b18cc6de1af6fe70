import type { Migration } from './migration.ts'
import { scans } from './001-scans.ts'
import { readings } from './002-readings.ts'
import { research } from './003-research.ts'
import { referenceBoxes } from './004-reference-boxes.ts'

/** Every step of the schema, in order. */
export const migrations: readonly Migration[] = [scans, readings, research, referenceBoxes]
