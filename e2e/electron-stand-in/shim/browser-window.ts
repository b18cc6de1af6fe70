import { EventEmitter } from 'node:events'
import { readFileSync } from 'node:fs'
import { app } from './app.ts'
import { openTarget } from './browser.ts'
import type { cancellable } from './cancellable.ts'
import { Session } from './session.ts'
import { WebContents } from './web-contents.ts'

type Bounds = { x: number; y: number; width: number; height: number }
type Options = Partial<Bounds> & {
  readonly show?: boolean
  readonly webPreferences?: { readonly preload?: string; readonly session?: Session; readonly partition?: string }
}

/** A window: one page, its bounds as last set or as the page tells them, and Electron's order of events on closing. */
export class BrowserWindow extends EventEmitter {
  static readonly #all = new Set<BrowserWindow>()

  static getAllWindows(): BrowserWindow[] {
    return [...BrowserWindow.#all]
  }

  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...BrowserWindow.#all].find((window) => window.webContents === contents) ?? null
  }

  static fromId(id: number): BrowserWindow | null {
    return [...BrowserWindow.#all].find((window) => window.id === id) ?? null
  }

  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.getAllWindows().at(-1) ?? null
  }

  readonly id: number
  readonly webContents: WebContents
  #bounds: Bounds
  #maximized = false
  #visible: boolean

  constructor(options: Options = {}) {
    super()
    const { x = 0, y = 0, width = 800, height = 600, show = true, webPreferences = {} } = options
    this.#bounds = { x, y, width, height }
    this.#visible = show
    const session = webPreferences.session ?? Session.fromPartition(webPreferences.partition ?? '')
    const preload = webPreferences.preload === undefined ? undefined : readFileSync(webPreferences.preload, 'utf8')
    this.webContents = new WebContents(() => openTarget({ width, height, show }), session, preload)
    this.id = this.webContents.id
    BrowserWindow.#all.add(this)
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'))
    this.webContents.on('stand-in-close', (event: ReturnType<typeof cancellable>) => this.emit('close', event))
    this.webContents.on('stand-in-bounds', ({ x, y, width, height }: Bounds) => {
      this.#bounds = { x, y, width, height }
      this.emit('resize')
    })
    this.webContents.once('destroyed', () => {
      BrowserWindow.#all.delete(this)
      this.emit('closed')
      if (BrowserWindow.#all.size === 0) app.emitWindowAllClosed()
    })
    // Windows may be made by a listener of this event's listeners: it comes after the constructor, as in Electron.
    app.emit('web-contents-created', {}, this.webContents)
    app.emit('browser-window-created', {}, this)
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }

  show(): void {
    this.#visible = true
    this.emit('show')
  }

  hide(): void {
    this.#visible = false
    this.emit('hide')
  }

  focus(): void {
    void this.webContents.target.then(({ cdp }) => cdp.send('Page.bringToFront')).catch(() => {})
    this.emit('focus')
  }

  isVisible(): boolean {
    return this.#visible
  }

  isMinimized(): boolean {
    return false
  }

  restore(): void {}

  maximize(): void {
    this.#maximized = true
    this.emit('maximize')
  }

  unmaximize(): void {
    this.#maximized = false
  }

  isMaximized(): boolean {
    return this.#maximized
  }

  isFullScreen(): boolean {
    return false
  }

  isDestroyed(): boolean {
    return this.webContents.isDestroyed()
  }

  getBounds(): Bounds {
    return { ...this.#bounds }
  }

  getNormalBounds(): Bounds {
    return this.getBounds()
  }

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds }
    this.emit('resize')
  }

  setMenuBarVisibility(): void {}
  setTitle(): void {}

  close(): void {
    this.webContents.close()
  }

  /** Closes without asking. */
  destroy(): void {
    this.webContents.removeAllListeners('stand-in-close')
    this.webContents.close()
  }
}
