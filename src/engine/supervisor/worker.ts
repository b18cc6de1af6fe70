import type { ReplyMessage, WorkerOptions } from '#engine/protocol.ts'
import { type ErrorKind, type Stage, TriageError, fromFailure } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'
import type { ChildPort, ProcessHost } from './host.ts'
import { limitProcess } from './process-limits.ts'
import { memoryLimit, residentMemory } from './resident-memory.ts'

/** How a worker is watched. Absent limits are not enforced. */
export type Watch = {
  readonly wallMs?: number | undefined
  readonly memoryBytes?: number | undefined
}

export type WorkerEvents = { onRestart?: (why: ErrorKind) => void; onBug?: (message: string) => void }

type Pending = {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
  readonly stage: Stage
  readonly timer: NodeJS.Timeout | undefined
}

const stageOf = { decode: 'decode', infer: 'run', store: 'store' } as const

/**
 * One supervised worker process. It is started at the first call and again after it died; a call that a dead, hung or
 * swollen process held fails with `crashed`, `timeout` or `out-of-memory`, and nothing else is lost.
 */
export class Worker {
  readonly #host: ProcessHost
  readonly #options: WorkerOptions
  readonly #watch: Watch
  readonly #events: WorkerEvents
  #child: ChildPort | undefined
  #ready: Promise<void> | undefined
  #pending = new Map<number, Pending>()
  #killedFor: ErrorKind | undefined
  #nextId = 1
  #closed = false

  constructor(host: ProcessHost, options: WorkerOptions, watch: Watch = {}, events: WorkerEvents = {}) {
    this.#host = host
    this.#options = options
    this.#watch = watch
    this.#events = events
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  get busy(): boolean {
    return this.#pending.size > 0
  }

  /** Starts the process if it is not running, and waits until it is ready. */
  start(): Promise<void> {
    if (this.#closed) return Promise.reject(new TriageError('cancelled', 'The worker was closed.', this.#stage))
    this.#ready ??= this.#launch()
    return this.#ready
  }

  /** Calls a method of the worker. `wallMs` replaces the worker's own wall limit for this call. */
  async call(method: string, input: unknown, wallMs = this.#watch.wallMs): Promise<unknown> {
    await this.start()
    const child = this.#child
    if (!child) throw new TriageError('crashed', 'The worker process ended before it could be asked.', this.#stage)
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      const timer = wallMs === undefined ? undefined : setTimeout(() => this.#kill('timeout'), wallMs)
      this.#pending.set(id, { resolve, reject, stage: this.#stage, timer })
      child.post({ id, method, input })
    })
  }

  /** Ends the process for a reason that its open calls are told. */
  stop(why: ErrorKind = 'cancelled'): void {
    this.#kill(why)
  }

  /** Ends the process and refuses further calls. */
  async close(): Promise<void> {
    this.#closed = true
    const child = this.#child
    if (!child) return
    await new Promise<void>((resolve) => {
      child.onExit(() => resolve())
      this.#kill('cancelled')
    })
  }

  get #stage(): Stage {
    return stageOf[this.#options.role]
  }

  #launch(): Promise<void> {
    const child = this.#host.start(this.#options)
    this.#child = child
    this.#killedFor = undefined
    const poll = this.#pollMemory(child)
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => this.#kill('timeout'), limits.worker.startMs)
      child.onMessage((message) => {
        if (!('ready' in message)) return this.#settle(message)
        clearTimeout(late)
        if (!message.ready) return reject(fromFailure(message.failure))
        // Whatever it is asked to do comes after the limits.
        if (child.pid === undefined) return resolve()
        void limitProcess(child.pid, this.#options.role).then(resolve)
      })
      child.onExit((code, signal) => {
        clearTimeout(late)
        clearInterval(poll)
        this.#ended(child, code, signal, reject)
      })
    })
  }

  #pollMemory(child: ChildPort): NodeJS.Timeout | undefined {
    const limit = this.#watch.memoryBytes
    if (limit === undefined) return undefined
    const allowed = Math.min(limit, memoryLimit())
    const poll = setInterval(
      () => {
        // A utility process has no pid before it has spawned.
        const { pid } = child
        if (!this.busy || pid === undefined) return
        void residentMemory(pid).then((bytes) => bytes !== undefined && bytes > allowed && this.#kill('out-of-memory'))
      },
      process.platform === 'linux' ? limits.worker.pollMs : limits.worker.slowPollMs,
    )
    poll.unref()
    return poll
  }

  #settle(message: Exclude<ReplyMessage, { ready: boolean }>): void {
    const pending = this.#pending.get(message.id)
    if (!pending) return
    this.#pending.delete(message.id)
    clearTimeout(pending.timer)
    if (message.ok) return pending.resolve(message.value)
    if ('failure' in message) return pending.reject(fromFailure(message.failure))
    this.#events.onBug?.(message.bug)
    pending.reject(new Error(`${this.#options.role}: ${message.bug}`))
  }

  /** SIGTERM first; SIGKILL where native code holds the thread and never looks. */
  #kill(why: ErrorKind): void {
    const child = this.#child
    if (!child || this.#killedFor) return
    this.#killedFor = why
    child.kill('SIGTERM')
    const last = setTimeout(
      () => child.kill('SIGKILL'),
      why === 'cancelled' ? limits.worker.killAfterMs : limits.worker.killHungAfterMs,
    )
    child.onExit(() => clearTimeout(last))
  }

  #ended(child: ChildPort, code: number | null, signal: string | null, reject: (error: Error) => void): void {
    if (this.#child !== child) return
    const kind = this.#killedFor ?? 'crashed'
    this.#child = undefined
    this.#ready = undefined
    const how = sentences[kind] ?? `The worker process ended unexpectedly (${signal ?? `code ${code}`}).`
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    for (const item of pending) {
      clearTimeout(item.timer)
      item.reject(new TriageError(kind, how, item.stage))
    }
    reject(new TriageError(kind, how, this.#stage))
    if (kind !== 'cancelled') this.#events.onRestart?.(kind)
  }
}

const sentences: Partial<Record<ErrorKind, string>> = {
  timeout: 'The worker process passed its time limit and was ended.',
  'out-of-memory': 'The worker process passed its memory limit and was ended.',
  cancelled: 'The work was cancelled.',
}
