import { EventEmitter } from 'node:events'

type Options = { readonly title?: string; readonly body?: string; readonly silent?: boolean }

/** A notification that nobody sees: it is told to be shown, and can be clicked by a test. */
export class Notification extends EventEmitter {
  static isSupported(): boolean {
    return true
  }

  readonly title: string
  readonly body: string
  readonly silent: boolean

  constructor({ title = '', body = '', silent = false }: Options = {}) {
    super()
    this.title = title
    this.body = body
    this.silent = silent
  }

  show(): void {
    this.emit('show')
  }

  close(): void {
    this.emit('close')
  }
}
