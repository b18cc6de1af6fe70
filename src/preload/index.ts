import { contextBridge, ipcRenderer, type IpcRendererEvent, webUtils } from 'electron'

declare const __CHANNELS__: readonly string[]
declare const __EVENTS__: readonly string[]

/** `study:set-state` → `studySetState`. */
const camelCase = (name: string): string => name.replaceAll(/[:-](.)/g, (_, letter: string) => letter.toUpperCase())

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1)

const calls = __CHANNELS__.map((channel) => [
  camelCase(channel),
  (input: unknown) => ipcRenderer.invoke(channel, input) as Promise<unknown>,
])

const subscriptions = __EVENTS__.map((event) => [
  `on${capital(camelCase(event))}`,
  (listener: (payload: unknown) => void) => {
    const receive = (_: IpcRendererEvent, payload: unknown) => listener(payload)
    ipcRenderer.on(event, receive)
    return () => {
      ipcRenderer.off(event, receive)
    }
  },
])

/** Files that were dropped on the window: only here can a dropped file be told from a path that a page made up. */
const importDropped = (files: readonly File[]): Promise<unknown> =>
  ipcRenderer.invoke(
    'intake:dropped',
    files.map((file) => webUtils.getPathForFile(file)).filter((path) => path !== ''),
  )

contextBridge.exposeInMainWorld(
  'firstlook',
  Object.freeze({ ...Object.fromEntries([...calls, ...subscriptions]), importDropped }),
)
