import type { WebContents } from 'electron'
import { mayNavigate } from './may-navigate.ts'

/** Keeps a window's contents where they are: no other page, no new window, no embedded one. */
export function guardContents(contents: WebContents): void {
  const refuse = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!mayNavigate(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', refuse)
  contents.on('will-frame-navigate', refuse)
  contents.on('will-redirect', refuse)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
