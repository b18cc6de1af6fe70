import type { CdpSession } from '#e2e/electron-stand-in/chromium/cdp-connection.ts'
import { toAppUrl } from '#e2e/electron-stand-in/page/scheme-map.ts'
import { type WebFrame, webFrame } from './web-frame.ts'

type FrameInfo = {
  readonly id: string
  readonly parentId?: string
  readonly url: string
  readonly urlFragment?: string
}
type Context = { readonly id: number; readonly auxData?: { readonly frameId?: string; readonly isDefault?: boolean } }

/** Follows which frames a window has, where they are, and which script context belongs to which. */
export class FrameTree {
  readonly #frames = new Map<string, FrameInfo>()
  readonly #contexts = new Map<number, string>()

  constructor(session: CdpSession) {
    session.on('Page.frameNavigated', ({ frame }: { frame: FrameInfo }) => this.#frames.set(frame.id, frame))
    session.on('Page.navigatedWithinDocument', ({ frameId, url }: { frameId: string; url: string }) => {
      const known = this.#frames.get(frameId)
      if (known) this.#frames.set(frameId, { id: frameId, url, ...(known.parentId && { parentId: known.parentId }) })
    })
    session.on('Page.frameAttached', ({ frameId, parentFrameId }: { frameId: string; parentFrameId: string }) =>
      this.#frames.set(frameId, { id: frameId, parentId: parentFrameId, url: 'about:blank' }),
    )
    session.on('Page.frameDetached', ({ frameId }: { frameId: string }) => this.#frames.delete(frameId))
    session.on('Runtime.executionContextCreated', ({ context }: { context: Context }) => {
      if (context.auxData?.frameId !== undefined) this.#contexts.set(context.id, context.auxData.frameId)
    })
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }: { executionContextId: number }) =>
      this.#contexts.delete(executionContextId),
    )
    session.on('Runtime.executionContextsCleared', () => this.#contexts.clear())
  }

  get main(): FrameInfo | undefined {
    return [...this.#frames.values()].find((frame) => frame.parentId === undefined)
  }

  /** The frame that a script context runs in; `null` when it is gone. */
  ofContext(contextId: number): WebFrame | null {
    const frameId = this.#contexts.get(contextId)
    return frameId === undefined ? null : this.frame(frameId)
  }

  frame(frameId: string): WebFrame | null {
    const info = this.#frames.get(frameId)
    if (!info) return null
    return webFrame(toAppUrl(info.url + (info.urlFragment ?? '')), info.parentId ? this.frame(info.parentId) : null)
  }
}
