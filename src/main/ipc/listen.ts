import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron'
import { droppedRequest, requests } from '#shared/contract.ts'
import { answer, type OnBug, type Request } from './answer.ts'
import type { Handlers } from './handlers.ts'

/** Listens to every channel of the wall, and to nothing else. */
export function listen(handlers: Handlers, onDropped: (paths: readonly string[]) => unknown, onBug: OnBug): void {
  for (const [channel, [input, output]] of Object.entries(requests)) {
    // The entry and the handler have the same channel; the compiler cannot follow that through the loop.
    const run = handlers[channel as keyof Handlers] as Request['run']
    handle(channel, { input, output, run })
  }
  const { channel, input, output } = droppedRequest
  handle(channel, { input, output, run: (paths) => onDropped(paths as string[]) })

  function handle(channel: string, request: Request): void {
    ipcMain.handle(channel, (event, ...args: unknown[]) => answer(request, senderOf(event), args, onBug))
  }
}

function senderOf({ sender, senderFrame }: IpcMainInvokeEvent): {
  ours: boolean
  frame: IpcMainInvokeEvent['senderFrame']
} {
  return { ours: BrowserWindow.fromWebContents(sender) !== null, frame: senderFrame }
}
