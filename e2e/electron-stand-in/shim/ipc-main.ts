import { EventEmitter } from 'node:events'
import type { WebContents } from './web-contents.ts'
import type { WebFrame } from './web-frame.ts'

export type IpcEvent = { readonly sender: WebContents; readonly senderFrame: WebFrame | null }
type Handler = (event: IpcEvent, ...args: unknown[]) => unknown

/** Requests and messages of windows. A handler's error reaches the page as its message only, as in Electron. */
class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>()

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    this.#handlers.set(channel, handler)
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel)
  }

  async invoke(channel: string, event: IpcEvent, args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel)
    if (!handler) throw new Error(`Error invoking remote method '${channel}': No handler registered for '${channel}'`)
    try {
      return await handler(event, ...args)
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error })
    }
  }
}

export const ipcMain = new IpcMain()
