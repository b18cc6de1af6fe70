import type { ReplyMessage, RequestMessage, WorkerOptions } from '#engine/protocol.ts'

/** A running worker process, whichever way it was started. */
export type ChildPort = {
  readonly pid: number | undefined
  post(message: RequestMessage): void
  onMessage(listener: (message: ReplyMessage) => void): void
  /** `signal` where one ended it. */
  onExit(listener: (code: number | null, signal: string | null) => void): void
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
}

/** How processes are started: `spawn` without a window, `utilityProcess` under Electron. The same worker runs in both. */
export type ProcessHost = { start(options: WorkerOptions): ChildPort }
