import { EventEmitter } from 'node:events'
import type { CdpSession } from '#e2e/electron-stand-in/chromium/cdp-connection.ts'
import type { FromPage } from '#e2e/electron-stand-in/page/page-runtime.ts'
import { pageScript } from '#e2e/electron-stand-in/page/page-script.ts'
import { toAppUrl, toPageUrl } from '#e2e/electron-stand-in/page/scheme-map.ts'
import { answerRequest, fail, type PausedRequest } from './answer-request.ts'
import { cancellable } from './cancellable.ts'
import type { OpenedTarget } from './browser.ts'
import { FrameTree } from './frame-tree.ts'
import { ipcMain } from './ipc-main.ts'
import { pageNames } from './page-names.ts'
import { codec, PagePort } from './page-port.ts'
import { printToPdf, type PdfOptions } from './print-to-pdf.ts'
import type { Session } from './session.ts'
import type { WebFrame } from './web-frame.ts'

/** Opens an empty page. */
type Open = () => Promise<OpenedTarget>

let nextId = 1
const all = new Map<number, WebContents>()

/** What a window shows: one page target of Chromium, with the preload in every document of its main frame. */
export class WebContents extends EventEmitter {
  readonly id = nextId++
  readonly session: Session
  readonly #open: Open
  readonly #preload: string | undefined
  #target: Promise<OpenedTarget> | undefined
  #targetId: string | undefined
  #frames: FrameTree | undefined
  #port: PagePort | undefined
  #url = ''
  #asked = new Set<string>()
  #fromPage = new Map<string, string>()
  #destroyed = false
  #openHandler: ((details: { url: string }) => { action: 'allow' | 'deny' }) | undefined

  static getAllWebContents(): WebContents[] {
    return [...all.values()]
  }

  static fromId(id: number): WebContents | undefined {
    return all.get(id)
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...all.values()].find((contents) => contents.#targetId === targetId)
  }

  constructor(open: Open, session: Session, preload: string | undefined) {
    super()
    this.session = session
    this.#open = open
    this.#preload = preload
    all.set(this.id, this)
  }

  get mainFrame(): WebFrame | null {
    const main = this.#frames?.main
    return main ? (this.#frames?.frame(main.id) ?? null) : null
  }

  getURL(): string {
    return this.mainFrame?.url ?? this.#url
  }

  isDestroyed(): boolean {
    return this.#destroyed
  }

  /** Resolves when the document and what it names has loaded; rejects when it could not be. */
  async loadURL(url: string): Promise<void> {
    const address = toPageUrl(url)
    this.#url = url
    this.#asked.add(address.split('#')[0] ?? address)
    const loaded = new Promise<void>((resolve) => this.once('did-finish-load', () => resolve()))
    this.#target ??= this.#open().then((target) => this.#attach(target))
    const { cdp } = await this.#target
    const { errorText } = await cdp.send<{ errorText?: string }>('Page.navigate', { url: address })
    if (errorText) throw new Error(`${errorText} loading '${url}'`)
    await loaded
  }

  reload(): void {
    void this.target.then(({ cdp }) => cdp.send('Page.reload')).catch(() => {})
  }

  send(channel: string, ...args: unknown[]): void {
    void this.#port?.post({ type: 'event', channel, args: codec.encode(args) }).catch(() => {})
  }

  setWindowOpenHandler(handler: (details: { url: string }) => { action: 'allow' | 'deny' }): void {
    this.#openHandler = handler
  }

  async printToPDF(options: PdfOptions = {}): Promise<Buffer> {
    const { cdp } = await this.target
    return printToPdf(cdp, options)
  }

  close(): void {
    if (this.#destroyed) return
    const event = cancellable()
    this.emit('stand-in-close', event)
    if (event.defaultPrevented) return
    void this.#target?.then((target) => target.close()).catch(() => {})
    this.destroyed()
  }

  /** Called when the target is gone, whoever closed it. */
  destroyed(): void {
    if (this.#destroyed) return
    this.#destroyed = true
    all.delete(this.id)
    this.emit('destroyed')
  }

  /** The page, once it was given something to load. */
  get target(): Promise<OpenedTarget> {
    return this.#target ?? Promise.reject(new Error('nothing was loaded'))
  }

  async #attach(target: OpenedTarget): Promise<OpenedTarget> {
    const { cdp, targetId } = target
    this.#targetId = targetId
    this.#frames = new FrameTree(cdp)
    cdp.on('Runtime.bindingCalled', (called: { name: string; payload: string; executionContextId: number }) => {
      if (called.name === pageNames.binding) {
        // The document may have gone while it was being answered.
        this.#receive(JSON.parse(called.payload) as FromPage, called.executionContextId).catch(() => {})
      }
    })
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url }: { frameId: string; url: string }) =>
      this.#fromPage.set(frameId, url.split('#')[0] ?? url),
    )
    cdp.on('Page.windowOpen', ({ url }: { url: string }) => this.#openHandler?.({ url: toAppUrl(url) }))
    cdp.on('Page.domContentEventFired', () => this.emit('dom-ready'))
    cdp.on('Page.loadEventFired', () => this.emit('did-finish-load'))
    cdp.on('Inspector.targetCrashed', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }))
    cdp.on('Fetch.requestPaused', (paused: PausedRequest) => void this.#request(cdp, paused))
    const source = pageScript(pageNames, this.#preload)
    const commands: [string, object?][] = [
      ['Page.enable'],
      ['Runtime.addBinding', { name: pageNames.binding }],
      ['Page.addScriptToEvaluateOnNewDocument', { source }],
      ['Fetch.enable', { patterns: [{ urlPattern: '*' }] }],
      ['Runtime.enable'],
      ['Runtime.runIfWaitingForDebugger'],
    ]
    // All at once, and all answered before anything is loaded: a request that nobody looks at yet would reach for the
    // network, and a page that is sent elsewhere while it begins does not survive it.
    const sent = commands.map(([method, params]) => cdp.send(method, params))
    await Promise.all(sent)
    return target
  }

  async #request(cdp: CdpSession, paused: PausedRequest): Promise<void> {
    if (paused.resourceType === 'Document' && !this.#mayNavigate(paused)) return fail(cdp, paused.requestId, 'Aborted')
    await answerRequest(cdp, this.session, paused).catch(() => {})
  }

  /** Asks the app about navigations that the page began; those it asked for itself pass. */
  #mayNavigate({ request: { url }, frameId }: PausedRequest): boolean {
    if (this.#asked.delete(url)) return true
    if (this.#fromPage.get(frameId) !== url) return true
    this.#fromPage.delete(frameId)
    const isMainFrame = frameId === this.#frames?.main?.id
    const event = Object.assign(cancellable(), { url: toAppUrl(url), isMainFrame, frame: this.#frames?.frame(frameId) })
    this.emit('will-frame-navigate', event)
    if (isMainFrame) this.emit('will-navigate', event, event.url)
    return !event.defaultPrevented
  }

  async #receive(message: FromPage, contextId: number): Promise<void> {
    const { cdp } = await this.target
    if (message.type === 'ready') {
      this.#port = new PagePort(cdp, contextId)
      return
    }
    if (message.type === 'bounds') return void this.emit('stand-in-bounds', message)
    const port = this.#port
    if (!port) return
    const event = { sender: this, senderFrame: this.#frames?.ofContext(contextId) ?? null }
    const args = await port.argumentsOf(message)
    if (message.type === 'send') return void ipcMain.emit(message.channel, event, ...args)
    const { id } = message
    try {
      const value = codec.encode(await ipcMain.invoke(message.channel, event, args))
      await port.post({ type: 'reply', id, value })
    } catch (error) {
      await port
        .post({ type: 'reply', id, error: error instanceof Error ? error.message : String(error) })
        .catch(() => {})
    }
  }
}
