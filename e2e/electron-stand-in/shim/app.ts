import { EventEmitter } from 'node:events'
import { mkdirSync, readFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { cancellable } from './cancellable.ts'
import { claimInstance } from './single-instance.ts'

type PackageFile = { readonly name?: string; readonly productName?: string; readonly version?: string }

const home = homedir()
const appData = (): string => {
  if (process.platform === 'win32') return process.env['APPDATA'] ?? join(home, 'AppData', 'Roaming')
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support')
  return process.env['XDG_CONFIG_HOME'] ?? join(home, '.config')
}

/** The application's life: ready, second starts, quitting. */
class App extends EventEmitter {
  readonly commandLine = {
    appendSwitch: (): void => {},
    appendArgument: (): void => {},
    hasSwitch: (name: string): boolean => process.argv.some((argument) => argument.split('=')[0] === `--${name}`),
    getSwitchValue: (name: string): string =>
      process.argv.find((argument) => argument.startsWith(`--${name}=`))?.slice(name.length + 3) ?? '',
  }
  readonly isPackaged = false
  readonly #paths = new Map<string, string>()
  readonly #whenReady: Promise<void>
  #setReady: () => void = () => {}
  #ready = false
  #quitting = false
  #appPath = ''
  #package: PackageFile = {}
  #name = ''
  #end: () => Promise<void> = async () => {}

  constructor() {
    super()
    this.#whenReady = new Promise((resolve) => {
      this.#setReady = resolve
    })
  }

  /** Called by the stand-in before the app's code runs. */
  begin(appPath: string, end: () => Promise<void>): void {
    this.#appPath = appPath
    this.#end = end
    try {
      this.#package = JSON.parse(readFileSync(join(appPath, 'package.json'), 'utf8')) as PackageFile
    } catch {
      // An entry file without a package: Electron runs it as well.
    }
    this.#name = this.#package.productName ?? this.#package.name ?? 'Electron'
  }

  /** Called by the stand-in once the app's code was loaded. */
  becomeReady(): void {
    this.#ready = true
    this.#setReady()
    this.emit('ready', {}, {})
  }

  get name(): string {
    return this.#name
  }

  set name(name: string) {
    this.#name = name
  }

  setName(name: string): void {
    this.#name = name
  }

  getName(): string {
    return this.#name
  }

  getVersion(): string {
    return this.#package.version ?? '0.0.0'
  }

  getAppPath(): string {
    return this.#appPath
  }

  getLocale(): string {
    return (process.env['LANG'] ?? 'en-US').split('.')[0]?.replace('_', '-') ?? 'en-US'
  }

  getPath(name: string): string {
    const known: Readonly<Record<string, () => string>> = {
      home: () => home,
      appData,
      userData: () => join(this.getPath('appData'), this.#name),
      sessionData: () => this.getPath('userData'),
      temp: tmpdir,
      downloads: () => join(home, 'Downloads'),
      documents: () => join(home, 'Documents'),
      desktop: () => join(home, 'Desktop'),
      exe: () => process.execPath,
    }
    const path = this.#paths.get(name) ?? known[name]?.()
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true })
    this.#paths.set(name, path)
  }

  isReady(): boolean {
    return this.#ready
  }

  whenReady(): Promise<void> {
    return this.#whenReady
  }

  enableSandbox(): void {}
  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
  setAsDefaultProtocolClient(): boolean {
    return false
  }
  focus(): void {}

  /** One start a data folder: a later one hands its arguments over and gets `false`. */
  requestSingleInstanceLock(additionalData: unknown = {}): boolean {
    return claimInstance(this.getPath('userData'), additionalData, (argv, folder, data) =>
      this.emit('second-instance', {}, argv, folder, data),
    )
  }

  emitWindowAllClosed(): void {
    if (this.#quitting) return
    if (this.listenerCount('window-all-closed') === 0) this.quit()
    else this.emit('window-all-closed')
  }

  /** Electron's order: before-quit, every window's close, will-quit, quit. Any of the first three may refuse. */
  quit(): void {
    if (this.#quitting) return
    const before = cancellable()
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.#quitting = true
    this.emit('stand-in-close-windows')
    const will = cancellable()
    this.emit('will-quit', will)
    if (will.defaultPrevented) {
      this.#quitting = false
      return
    }
    this.exit(0)
  }

  exit(code = 0): void {
    this.emit('quit', {}, code)
    void this.#end().finally(() => process.exit(code))
  }

  relaunch(): void {}
}

export const app = new App()
