import { availableParallelism } from 'node:os'
import type { DecodeMethods } from '#engine/decode/methods.ts'
import type { InferMethods } from '#engine/infer/methods.ts'
import type { Client, Door, RoleName } from '#engine/protocol.ts'
import type { StoreMethods } from '#engine/store/methods.ts'
import { clientOf, memoryLimit, type ProcessHost, Worker, WorkerPool } from '#engine/supervisor/index.ts'
import type { Device, DroppedProvider } from '#shared/domain.ts'
import type { ErrorKind } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'

/** A model that runs on another provider from now on, since a better one failed. */
export type ProviderDrop = {
  readonly model: string
  readonly dropped: DroppedProvider
  readonly next: Device['provider']
}

export type EngineOptions = {
  readonly host: ProcessHost
  readonly dataFolder: string
  readonly appVersion: string
  readonly door: Door
  /** Decode processes of the pool; 0: one per core. */
  readonly decodeWorkers?: number | undefined
  /** Longest wait for an answer of the infer process. */
  readonly inferMs?: number | undefined
  readonly onRestart?: (role: RoleName, why: ErrorKind) => void
  readonly onDropped?: (drop: ProviderDrop) => void
  /** A bug in a worker, for the log: places in the program, never data. */
  readonly onBug?: (role: RoleName, message: string) => void
}

/** The worker processes of a door. Each is started by its first call. */
export type Engine = {
  /** A pool for batches: one item at a time in each process, so that the culprit of a crash is known. */
  readonly decode: Client<DecodeMethods>
  /** One decoder kept apart for what the user opens, and for walks, whose state lives between calls. */
  readonly desk: Client<DecodeMethods>
  readonly infer: Client<InferMethods>
  readonly store: Client<StoreMethods>
  readonly width: number
  readonly appVersion: string
  readonly onDropped: EngineOptions['onDropped']
  /** Processes that run now, by role. */
  pids(): Readonly<Record<RoleName, readonly number[]>>
  /** Starts the processes before they are asked for. */
  warmUp(): Promise<void>
  close(): Promise<void>
}

/** Gathers the worker processes of a door behind typed clients; starts none of them yet. */
export function startEngine(options: EngineOptions): Engine {
  const width = options.decodeWorkers || availableParallelism()
  const { host, dataFolder, appVersion, door } = options
  const settings = (role: RoleName) => ({ role, dataFolder, appVersion, door })
  const events = (role: RoleName) => ({
    onRestart: (why: ErrorKind) => options.onRestart?.(role, why),
    onBug: (message: string) => options.onBug?.(role, message),
  })
  const bounded = (wallMs: number) => ({ wallMs, memoryBytes: memoryLimit() })
  const decoding = bounded(limits.worker.decodeMs)
  const pool = new WorkerPool(width, host, settings('decode'), decoding, events('decode'))
  const desk = new Worker(host, settings('decode'), decoding, events('decode'))
  // One call at a time here too: a model that hangs or dies takes no call of another one with it.
  const infer = new WorkerPool(
    1,
    host,
    settings('infer'),
    bounded(options.inferMs ?? limits.model.loadMs + limits.model.runMs),
    events('infer'),
  )
  // The store is trusted code on our own data: a long export has no wall limit.
  const store = new Worker(host, settings('store'), {}, events('store'))

  return {
    decode: clientOf((method, input) => pool.call(method, input)),
    desk: clientOf((method, input) => desk.call(method, input)),
    infer: clientOf((method, input) => infer.call(method, input)),
    store: clientOf((method, input) => store.call(method, input)),
    width,
    appVersion,
    onDropped: options.onDropped,
    pids: () => ({
      decode: [...pool.pids, ...(desk.pid === undefined ? [] : [desk.pid])],
      infer: infer.pids,
      store: store.pid === undefined ? [] : [store.pid],
    }),
    warmUp: async () => {
      await Promise.all([pool.warmUp(), desk.start(), infer.warmUp(), store.start()])
    },
    // The store last: the others may still have something to say to it.
    async close() {
      await Promise.all([pool.close(), desk.close(), infer.close()])
      // One that died has nothing left to record.
      if (store.pid !== undefined) await store.call('close', undefined).catch(() => {})
      await store.close()
    },
  }
}
