import { BrowserWindow } from 'electron'
import { join } from 'node:path'
import { appUrl } from '#main/security/app-origin.ts'
import { type WindowPlace, windowOptions } from '#main/security/window-options.ts'

/** The only place that makes windows. */
export function openWindow(place: WindowPlace): BrowserWindow {
  return new BrowserWindow(windowOptions(place))
}

/** Opens the app's window and loads its page; shown once it has something to show. */
export function openMainWindow(place: Omit<WindowPlace, 'preload' | 'show'>): BrowserWindow {
  const preload = join(import.meta.dirname, '../preload/index.cjs')
  const window = openWindow({ ...place, preload, show: false })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(appUrl)
  return window
}
