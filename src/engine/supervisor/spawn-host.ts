import { spawn } from 'node:child_process'
import type { ReplyMessage } from '#engine/protocol.ts'
import { engineEntry } from './engine-entry.ts'
import type { ProcessHost } from './host.ts'
import { workerEnvironment } from './worker-environment.ts'
import { makeWorkerFolder, removeWorkerFolder } from './worker-folder.ts'

/**
 * As many workers as cores: helper threads of one's garbage collector would only take turns with the others' work. Pixels
 * live outside the young generation, so a small one (MiB) costs no time and keeps resident memory low.
 */
const frugal = ['--single-threaded-gc', '--max-semi-space-size=4'] as const

/** Starts workers with `spawn` (never `fork`, which a hardened Electron refuses), each in an empty folder of its own. */
export function spawnHost(entry = engineEntry(import.meta.url)): ProcessHost {
  return {
    start(options) {
      const folder = makeWorkerFolder()
      const child = spawn(process.execPath, [...frugal, entry, JSON.stringify(options)], {
        cwd: folder,
        env: workerEnvironment(process.env),
        // Libraries print what they read; none of it may reach a log.
        stdio: ['ignore', 'ignore', process.env['FIRSTLOOK_DEBUG'] ? 'inherit' : 'ignore', 'ipc'],
        serialization: 'advanced',
        windowsHide: true,
      })
      // A worker that dies while a message is on its way reports through 'exit'; the broken pipe says nothing more.
      child.on('error', () => {})
      child.once('exit', () => removeWorkerFolder(folder))
      return {
        pid: child.pid,
        post: (message) => child.connected && child.send(message, () => {}),
        onMessage: (listener) => child.on('message', (message) => listener(message as ReplyMessage)),
        onExit: (listener) => child.once('exit', listener),
        kill: (signal) => child.kill(signal),
      }
    },
  }
}
