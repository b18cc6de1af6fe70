import { availableParallelism } from 'node:os'
import type { AnalysisPorts } from '#core/pipeline/analyse.ts'
import type { IntakePorts } from '#core/pipeline/take-in.ts'
import type { Settings } from '#shared/settings.ts'
import type { Engine } from './start-engine.ts'

export type RunSettings = Pick<Settings, 'device' | 'threads'>

/** Threads of one inference run: the other cores decode. */
export const threadsInUse = (threads: number): number => threads || Math.max(1, Math.floor(availableParallelism() / 2))

/** The pipeline's ports, answered by the worker processes. */
export function bindPorts(engine: Engine, { device, threads }: RunSettings): AnalysisPorts & IntakePorts {
  return {
    decode: {
      walk: (input) => engine.desk.walk(input),
      index: (input) => engine.decode.index(input),
      compare: (input) => engine.decode.compare(input),
      prepare: (input) => engine.decode.prepare(input),
    },
    infer: { assess: (input) => engine.infer.assess({ ...input, device, threads: threadsInUse(threads) }) },
    store: engine.store,
    clock: { now: () => new Date() },
    appVersion: engine.appVersion,
  }
}
