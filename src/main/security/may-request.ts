import { parseAppUrl } from './app-origin.ts'

/** Whether a window may load it: the app's own origin and pictures it made itself; never the network or a file. */
export function mayRequest(url: string): boolean {
  if (url.startsWith('blob:')) return parseAppUrl(url.slice('blob:'.length)) !== undefined
  return parseAppUrl(url) !== undefined
}
