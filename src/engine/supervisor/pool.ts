import type { WorkerOptions } from '#engine/protocol.ts'
import type { ProcessHost } from './host.ts'
import { type Watch, Worker, type WorkerEvents } from './worker.ts'

type Waiting = { readonly run: (worker: Worker) => Promise<void> }

/**
 * A pool of equal workers. Each takes one call at a time, so that when one dies the culprit is known; the others go on.
 * Calls beyond the pool's size wait their turn, in order.
 */
export class WorkerPool {
  readonly #workers: readonly Worker[]
  readonly #idle: Worker[]
  readonly #waiting: Waiting[] = []

  constructor(size: number, host: ProcessHost, options: WorkerOptions, watch: Watch, events: WorkerEvents = {}) {
    this.#workers = Array.from({ length: size }, () => new Worker(host, options, watch, events))
    this.#idle = [...this.#workers]
  }

  get size(): number {
    return this.#workers.length
  }

  get pids(): number[] {
    return this.#workers.flatMap((worker) => worker.pid ?? [])
  }

  /** Starts every worker, so that the first call does not wait for a process. */
  async warmUp(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.start()))
  }

  call(method: string, input: unknown, wallMs?: number): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const run = (worker: Worker): Promise<void> => worker.call(method, input, wallMs).then(resolve, reject)
      const worker = this.#idle.pop()
      if (worker) void this.#use(worker, run)
      else this.#waiting.push({ run })
    })
  }

  async #use(worker: Worker, run: (worker: Worker) => Promise<void>): Promise<void> {
    await run(worker)
    const next = this.#waiting.shift()
    if (next) return this.#use(worker, next.run)
    this.#idle.push(worker)
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.close()))
  }
}
