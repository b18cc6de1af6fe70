import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Readable } from 'node:stream'

type ForkOptions = {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  readonly execArgv?: readonly string[]
  readonly stdio?: 'ignore' | 'inherit' | 'pipe'
  readonly serviceName?: string
}

const parentPort = fileURLToPath(new URL('../parent-port.mjs', import.meta.url))

/**
 * A process that runs a module with `process.parentPort`; messages are structured clones. As in Electron, its pid is
 * unknown until it has spawned, `kill` asks it to end, and 'exit' tells a code only.
 */
class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  #spawned = false

  constructor(
    modulePath: string,
    args: readonly string[],
    { cwd, env, execArgv = [], stdio = 'inherit' }: ForkOptions,
  ) {
    super()
    this.#child = spawn(process.execPath, [...execArgv, '--import', parentPort, modulePath, ...args], {
      ...(cwd !== undefined && { cwd }),
      ...(env !== undefined && { env: { ...env } }),
      stdio: ['ignore', stdio, stdio, 'ipc'],
      serialization: 'advanced',
      windowsHide: true,
    })
    this.#child.on('spawn', () => {
      this.#spawned = true
      this.emit('spawn')
    })
    this.#child.on('message', (message) => this.emit('message', message))
    this.#child.on('exit', (code) => {
      this.#spawned = false
      this.emit('exit', code ?? 1)
    })
    // It ended while a message was on its way: 'exit' tells it.
    this.#child.on('error', () => {})
  }

  get pid(): number | undefined {
    return this.#spawned ? this.#child.pid : undefined
  }

  get stdout(): Readable | null {
    return this.#child.stdout
  }

  get stderr(): Readable | null {
    return this.#child.stderr
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object, () => {})
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM')
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: readonly string[] = [], options: ForkOptions = {}) =>
    new UtilityProcess(modulePath, args, options),
}
