import type { Handlers } from '#main/ipc/handlers.ts'
import type { Shell } from '#main/shell.ts'

type Readings = Pick<
  Handlers,
  'reader:choose' | 'reading:start' | 'reading:commit' | 'reading:undo' | 'discordance:list'
>

/** Who reads, and what they found. */
export function readingHandlers({ engine: { store }, tell }: Shell): Readings {
  return {
    'reader:choose': store.readerChoose,
    'reading:start': store.readingStart,
    'reading:commit': async (input) => {
      const reading = await store.readingCommit(input)
      tell('study:changed', { studyId: input.studyId })
      return reading
    },
    'reading:undo': store.readingUndo,
    'discordance:list': store.discordanceList,
  }
}
