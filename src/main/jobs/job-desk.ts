import { type Engine, runJob } from '#engine/broker/index.ts'
import type { Job } from '#shared/jobs.ts'
import type { Tell } from '#main/shell.ts'

const progressMs = 500
/** How often a source that a job waits for is looked for. */
const lookMs = 5_000

type Options = {
  readonly engine: Engine
  readonly tell: Tell
  /** Called as the list may have changed, with how many studies came in since the last call. */
  readonly onChange: () => void
  readonly onBug: (error: unknown) => void
  /** Settles when jobs may run. */
  readonly ready: () => Promise<void>
}

/** Runs durable jobs one after the other, and tells the window how far they are. */
export class JobDesk {
  readonly #options: Options
  readonly #line = new Map<number, { readonly stop: AbortController; readonly ended: Promise<void> }>()
  #last: Promise<void> = Promise.resolve()
  /** Jobs whose source is gone, with that source. */
  readonly #lost = new Map<number, readonly string[]>()
  #look: NodeJS.Timeout | undefined

  constructor(options: Options) {
    this.#options = options
  }

  /** Puts a job at the end of the line; one that stands in it already is not put in twice. */
  start(jobId: number): void {
    if (this.#line.has(jobId)) return
    const stop = new AbortController()
    this.#last = this.#last.then(() => this.#run(jobId, stop))
    this.#line.set(jobId, { stop, ended: this.#last })
  }

  /** Ends a job's run as soon as what is in hand is settled, and waits for that. */
  async stop(jobId: number): Promise<void> {
    const place = this.#line.get(jobId)
    place?.stop.abort()
    await place?.ended
  }

  /** Goes on with what ran when the program last ended. What was paused or waits for room waits for a person; a source is looked for. */
  async resume(): Promise<void> {
    const jobs = await this.#options.engine.store.jobList()
    for (const job of jobs.toReversed()) {
      if (job.state === 'running') this.start(job.id)
      this.#waitFor(job)
    }
  }

  /** Stops every job and waits until none runs. */
  async close(): Promise<void> {
    clearInterval(this.#look)
    for (const { stop } of this.#line.values()) stop.abort()
    await this.#last
  }

  async #run(jobId: number, stop: AbortController): Promise<void> {
    const { engine, onBug, ready } = this.#options
    const timer = setInterval(() => void this.#progress(jobId), progressMs)
    try {
      await ready()
      if (stop.signal.aborted) return
      const job = await runJob(engine, jobId, stop.signal)
      this.#told(job)
      this.#waitFor(job)
    } catch (error) {
      onBug(error)
    } finally {
      clearInterval(timer)
      this.#line.delete(jobId)
    }
  }

  /** A job whose source is gone goes on by itself when it is back. */
  #waitFor({ id, state, waitingFor, sources }: Job): void {
    if (state !== 'waiting' || waitingFor?.kind !== 'missing') return
    this.#lost.set(id, sources)
    this.#look ??= setInterval(() => void this.#lookForLost(), lookMs).unref()
  }

  async #lookForLost(): Promise<void> {
    const { engine, onBug } = this.#options
    for (const [jobId, sources] of this.#lost) {
      try {
        const { state } = await engine.store.job({ jobId })
        if (state === 'waiting' && !(await engine.desk.areSourcesThere({ sources }))) continue
        this.#lost.delete(jobId)
        if (state === 'waiting') this.start(jobId)
      } catch (error) {
        onBug(error)
      }
    }
  }

  async #progress(jobId: number): Promise<void> {
    try {
      this.#told(await this.#options.engine.store.job({ jobId }))
    } catch {
      // The store is closing or starts again: the next turn tells.
    }
  }

  #told(job: Job): void {
    this.#options.tell('job:progress', job)
    this.#options.onChange()
  }
}
