import { EventEmitter } from 'node:events'
import { Protocol } from './protocol.ts'

type RequestDetails = { readonly url: string; readonly method: string; readonly resourceType: string }
type Decision = { readonly cancel?: boolean }
type RequestListener = (details: RequestDetails, answer: (decision: Decision) => void) => void

/**
 * Storage and policy of windows. Each start has an empty profile in a folder that goes away, whatever the partition.
 * Request listeners are asked about every request that leaves the page; permissions are denied by Chromium's headless
 * mode itself, so their handlers are kept and not called.
 */
export class Session extends EventEmitter {
  static readonly #partitions = new Map<string, Session>()

  static fromPartition(name: string): Session {
    const found = Session.#partitions.get(name) ?? new Session()
    Session.#partitions.set(name, found)
    return found
  }

  static get defaultSession(): Session {
    return Session.fromPartition('')
  }

  readonly protocol = new Protocol()
  #onBeforeRequest: RequestListener | undefined
  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener | null) => {
      this.#onBeforeRequest = listener ?? undefined
    },
  }

  /** Whether the app's listener lets a request go out. */
  async allows(details: RequestDetails): Promise<boolean> {
    const listener = this.#onBeforeRequest
    if (!listener) return true
    return new Promise((resolve) => listener(details, ({ cancel }) => resolve(cancel !== true)))
  }

  setPermissionRequestHandler(): void {}
  setPermissionCheckHandler(): void {}
  setDevicePermissionHandler(): void {}
  setDisplayMediaRequestHandler(): void {}
  setCertificateVerifyProc(): void {}
  setSpellCheckerEnabled(): void {}
}
