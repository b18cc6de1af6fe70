import { availableParallelism } from 'node:os'

/** Threads of one inference run: the other cores decode. */
export const threadsInUse = (threads: number): number => threads || Math.max(1, Math.floor(availableParallelism() / 2))
