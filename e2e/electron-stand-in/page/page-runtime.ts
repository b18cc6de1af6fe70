import type { Codec, Encoded } from './codec.ts'

/** What crosses from the page to the stand-in. */
export type FromPage =
  | { readonly type: 'ready' }
  | {
      readonly type: 'invoke'
      readonly id: number
      readonly channel: string
      readonly args: Encoded
      readonly files: number
    }
  | { readonly type: 'send'; readonly channel: string; readonly args: Encoded; readonly files: number }
  | { readonly type: 'bounds'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** What crosses from the stand-in to the page. */
export type ToPage =
  | { readonly type: 'reply'; readonly id: number; readonly value?: Encoded; readonly error?: string }
  | { readonly type: 'event'; readonly channel: string; readonly args: Encoded }

type Listener = (event: object, ...args: unknown[]) => void

/**
 * Runs in the page before anything of the app's: what a sandboxed preload may require, over one binding of the DevTools
 * protocol. Self-contained: its text is what runs. Only the main frame gets it, as in Electron.
 */
export function pageRuntime(
  codec: Codec,
  names: { readonly binding: string; readonly port: string; readonly file: string },
  preload: ((require: (name: string) => unknown) => void) | undefined,
): void {
  const page = globalThis as unknown as Record<string, unknown> & {
    readonly top: unknown
    readonly File: new () => object
  }
  if (page.top !== globalThis) return
  const post = page[names.binding] as (text: string) => void
  // The page must not find it: only what the preload exposes may reach the main process.
  delete page[names.binding]
  const send = (message: FromPage): void => post(JSON.stringify(message))

  const replies = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  const listeners = new Map<string, Listener[]>()
  const files: object[] = []
  let nextId = 1

  const port = {
    receive(message: ToPage): void {
      if (message.type === 'event') {
        const args = codec.decode(message.args) as unknown[]
        for (const listener of listeners.get(message.channel)?.slice() ?? []) listener({ sender: ipcRenderer }, ...args)
        return
      }
      const waiting = replies.get(message.id)
      replies.delete(message.id)
      if (message.error !== undefined) waiting?.reject(new Error(message.error))
      else waiting?.resolve(codec.decode(message.value ?? null))
    },
    file: (index: number): object | undefined => files[index],
  }
  Object.defineProperty(page, Symbol.for(names.port), { value: port })

  const on = (channel: string, listener: Listener) => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    return ipcRenderer
  }
  const off = (channel: string, listener: Listener) => {
    const left = [...(listeners.get(channel) ?? [])]
    const index = left.lastIndexOf(listener)
    if (index >= 0) left.splice(index, 1)
    listeners.set(channel, left)
    return ipcRenderer
  }
  const ipcRenderer = {
    // Refusals of the codec reject, as Electron's do; they do not throw.
    invoke: async (channel: string, ...args: unknown[]) => {
      const encoded = codec.encode(args)
      const id = nextId++
      return new Promise((resolve, reject) => {
        replies.set(id, { resolve, reject })
        send({ type: 'invoke', id, channel, args: encoded, files: files.length })
      })
    },
    send: (channel: string, ...args: unknown[]) =>
      send({ type: 'send', channel, args: codec.encode(args), files: files.length }),
    on,
    addListener: on,
    off,
    removeListener: off,
    once: (channel: string, listener: Listener) => {
      const wrapped: Listener = (event, ...args) => {
        off(channel, wrapped)
        listener(event, ...args)
      }
      return on(channel, wrapped)
    },
    removeAllListeners: (channel: string) => {
      listeners.delete(channel)
      return ipcRenderer
    },
  }

  const deepFreeze = (value: unknown): unknown => {
    if (value !== null && (typeof value === 'object' || typeof value === 'function') && !Object.isFrozen(value)) {
      Object.freeze(value)
      for (const inner of Object.values(value)) deepFreeze(inner)
    }
    return value
  }
  const contextBridge = {
    exposeInMainWorld: (key: string, api: object) => {
      if (key in page) throw new Error(`Cannot bind an API on top of an existing property on the window object`)
      Object.defineProperty(page, key, { value: deepFreeze({ ...api }), enumerable: true })
    },
  }

  const webUtils = {
    // The path itself is known to the main side only, which puts it in the place of this word on the way.
    getPathForFile: (file: object): string => {
      if (!(file instanceof page.File)) throw new TypeError('getPathForFile: expected a File')
      files.push(file)
      return `${names.file}${files.length - 1}`
    },
  }

  send({ type: 'ready' })
  preload?.((name) => {
    if (name === 'electron' || name === 'electron/renderer') return { contextBridge, ipcRenderer, webUtils }
    throw new Error(`module not found: ${name}`)
  })
  const tellBounds = (): void => {
    const { screenX, screenY, outerWidth, outerHeight } = page as unknown as Record<string, number>
    send({ type: 'bounds', x: screenX ?? 0, y: screenY ?? 0, width: outerWidth ?? 0, height: outerHeight ?? 0 })
  }
  ;(page as unknown as EventTarget).addEventListener('resize', tellBounds)
}
