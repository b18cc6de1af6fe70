import type { AnalysisPorts } from '#core/pipeline/analyse.ts'
import type { IntakePorts } from '#core/pipeline/take-in.ts'
import type { Settings } from '#shared/settings.ts'
import { assessWithFallback } from './assess-with-fallback.ts'
import type { Engine } from './start-engine.ts'

type RunSettings = Pick<Settings, 'device' | 'threads'>

/** The pipeline's ports, answered by the worker processes. */
export function bindPorts(engine: Engine, settings: RunSettings): AnalysisPorts & IntakePorts {
  return {
    decode: {
      walk: (input) => engine.desk.walk(input),
      isSourceGone: (input) => engine.desk.isSourceGone(input),
      index: (input) => engine.decode.index(input),
      compare: (input) => engine.decode.compare(input),
      prepare: (input) => engine.decode.prepare(input),
    },
    infer: { assess: assessWithFallback(engine, settings) },
    store: engine.store,
    clock: { now: () => new Date() },
    appVersion: engine.appVersion,
  }
}
