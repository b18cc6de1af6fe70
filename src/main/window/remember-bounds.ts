import type { BrowserWindow } from 'electron'
import type { Engine } from '#engine/broker/index.ts'
import type { WindowBounds } from './window-bounds.ts'

const restMs = 1_000

/** Keeps where the window is, once it has come to rest there. */
export function rememberBounds(window: BrowserWindow, { store }: Engine): void {
  let timer: NodeJS.Timeout | undefined
  const keep = (): void => {
    if (window.isDestroyed()) return
    const { x, y, width, height } = window.getNormalBounds()
    const value: WindowBounds = { x, y, width, height, maximised: window.isMaximized() }
    // Not worth a word when it fails: the window opens in the middle then.
    store.settingsSet({ key: 'windowBounds', value }).catch(() => {})
  }
  const moved = (): void => {
    clearTimeout(timer)
    timer = setTimeout(keep, restMs)
  }
  window.on('resize', moved)
  window.on('move', moved)
  window.on('maximize', moved)
  window.on('unmaximize', moved)
  window.once('closed', () => clearTimeout(timer))
}
