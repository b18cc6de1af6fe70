import type { WorkerOptions } from '#engine/protocol.ts'
import { exportMethods } from './export/export-methods.ts'
import { guarded } from './holder.ts'
import { intakeMethods } from './intake-methods.ts'
import { keepUp } from './keep-up.ts'
import { openDataFolder } from './open.ts'
import { readingRoomMethods } from './reading-room-methods.ts'
import { researchMethods } from './research-methods.ts'
import { upkeepMethods } from './upkeep-methods.ts'

/**
 * The store's answers: the pipeline's port, a method for every channel that is answered from the database, and what the
 * doors need beside. Opens the data folder, or says why it cannot be opened.
 */
export async function storeMethods(options: WorkerOptions) {
  const held = { store: await openDataFolder(options) }
  keepUp(held)
  return guarded({
    ...intakeMethods(held),
    ...readingRoomMethods(held),
    ...researchMethods(held),
    ...upkeepMethods(held),
    ...exportMethods(held),
  })
}

export type StoreMethods = Awaited<ReturnType<typeof storeMethods>>
