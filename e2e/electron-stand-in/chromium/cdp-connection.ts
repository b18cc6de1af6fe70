import { EventEmitter } from 'node:events'
import type { Readable, Writable } from 'node:stream'

type Message = {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: Record<string, unknown>
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

type Waiting = { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void }

/** The DevTools protocol over Chromium's debugging pipe: JSON messages that end in a zero byte. */
export class CdpConnection {
  readonly #output: Writable
  readonly #waiting = new Map<number, Waiting>()
  readonly #sessions = new Map<string, CdpSession>()
  #nextId = 1
  #closed = false
  /** Commands and events of the browser itself. */
  readonly browser = new CdpSession(this, '')

  constructor(output: Writable, input: Readable) {
    this.#output = output
    this.#sessions.set('', this.browser)
    let parts: Buffer[] = []
    input.on('data', (chunk: Buffer) => {
      let start = 0
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
        parts.push(chunk.subarray(start, end))
        this.#receive(JSON.parse(Buffer.concat(parts).toString()) as Message)
        parts = []
        start = end + 1
      }
      if (start < chunk.length) parts.push(chunk.subarray(start))
    })
    input.on('close', () => this.#close())
    // The browser went away while something was being written: 'close' tells it.
    output.on('error', () => {})
  }

  send<T>(sessionId: string, method: string, params: object): Promise<T> {
    if (this.#closed) return Promise.reject(new Error(`${method}: the browser is gone`))
    const id = this.#nextId++
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#output.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`)
    })
  }

  /** The session of an attached target. */
  session(id: string): CdpSession {
    const found = this.#sessions.get(id) ?? new CdpSession(this, id)
    this.#sessions.set(id, found)
    return found
  }

  #receive({ id, sessionId = '', method, params = {}, result, error }: Message): void {
    if (id === undefined) {
      if (method !== undefined) this.#sessions.get(sessionId)?.emit(method, params)
      return
    }
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (error) waiting?.reject(new Error(error.message))
    else waiting?.resolve(result as never)
  }

  #close(): void {
    this.#closed = true
    for (const { reject } of this.#waiting.values()) reject(new Error('the browser is gone'))
    this.#waiting.clear()
  }
}

/** One target's commands and events. */
export class CdpSession extends EventEmitter {
  readonly #connection: CdpConnection
  readonly #id: string

  constructor(connection: CdpConnection, id: string) {
    super()
    this.#connection = connection
    this.#id = id
  }

  send<T = unknown>(method: string, params: object = {}): Promise<T> {
    return this.#connection.send<T>(this.#id, method, params)
  }
}
