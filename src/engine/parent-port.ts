import type { ReplyMessage, RequestMessage } from './protocol.ts'

/** The worker's end of the channel to the door that started it. */
export type ParentPort = {
  post(message: ReplyMessage): void
  onRequest(listener: (message: RequestMessage) => void): void
}

/** Electron gives utility processes a `parentPort`; a spawned process has its IPC channel. */
type ElectronPort = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** Opens the channel, whichever way this process was started. */
export function openParentPort(): ParentPort {
  const electron = (process as { parentPort?: ElectronPort }).parentPort
  if (electron) {
    return {
      post: (message) => electron.postMessage(message),
      onRequest: (listener) => electron.on('message', (event) => listener(event.data as RequestMessage)),
    }
  }
  // The door went away, perhaps before this line: nothing is left to work for.
  process.on('disconnect', () => process.exit(0))
  if (process.connected === false) process.exit(0)
  return {
    post: (message) => process.send?.(message),
    onRequest: (listener) => process.on('message', (message) => listener(message as RequestMessage)),
  }
}
