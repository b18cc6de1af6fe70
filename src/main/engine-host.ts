import { utilityProcess } from 'electron'
import type { ReplyMessage } from '#engine/protocol.ts'
import { makeWorkerFolder, type ProcessHost, removeWorkerFolder, workerEnvironment } from '#engine/supervisor/index.ts'

/** Starts workers as Electron's utility processes, each in an empty folder of its own. */
export function utilityHost(entry: string): ProcessHost {
  return {
    start(options) {
      const folder = makeWorkerFolder()
      const child = utilityProcess.fork(entry, [JSON.stringify(options)], {
        serviceName: `Firstlook ${options.role}`,
        cwd: folder,
        env: workerEnvironment(process.env),
        // Libraries print what they read; none of it may reach a log.
        stdio: process.env['FIRSTLOOK_DEBUG'] ? 'inherit' : 'ignore',
      })
      child.once('exit', () => removeWorkerFolder(folder))
      return {
        get pid() {
          return child.pid
        },
        post: (message) => child.postMessage(message),
        onMessage: (listener) => child.on('message', (message: unknown) => listener(message as ReplyMessage)),
        onExit: (listener) => child.once('exit', (code) => listener(code, null)),
        kill: (signal) => {
          // Electron's own `kill` only asks.
          if (signal === 'SIGKILL' && child.pid !== undefined) process.kill(child.pid, signal)
          else child.kill()
        },
      }
    },
  }
}
