import type { Engine } from '#engine/broker/index.ts'
import type { Settings } from '#shared/settings.ts'

const everyMs = 5_000

type Options = {
  readonly engine: Engine
  readonly settings: () => Pick<Settings, 'watchFolder' | 'watchQuietMinutes'>
  readonly start: (jobId: number) => void
  readonly onBug: (error: unknown) => void
}

/** Asks the watched folder now and then what is complete, and begins a durable job for it. */
export class WatchDesk {
  readonly #options: Options
  #timer: NodeJS.Timeout | undefined
  #asking = false
  #wasWatching = false

  constructor(options: Options) {
    this.#options = options
  }

  begin(): void {
    this.#timer ??= setInterval(() => void this.#look(), everyMs)
    this.#timer.unref()
  }

  end(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  async #look(): Promise<void> {
    const { engine, settings, start, onBug } = this.#options
    const { watchFolder: folder, watchQuietMinutes: quietMinutes } = settings()
    // Where nothing is watched no process is woken; one more question tells it to stop.
    if (this.#asking || (folder === '' && !this.#wasWatching)) return
    this.#asking = true
    this.#wasWatching = folder !== ''
    try {
      const { complete } = await engine.desk.watch({ folder, quietMinutes })
      if (complete.length === 0) return
      const sources = [...complete]
      const { jobId } = await engine.store.createJob({ kind: 'watch', sources, copy: 'always', analyse: true })
      start(jobId)
    } catch (error) {
      onBug(error)
    } finally {
      this.#asking = false
    }
  }
}
