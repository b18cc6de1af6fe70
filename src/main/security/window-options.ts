import type { BrowserWindowConstructorOptions, Rectangle, Session } from 'electron'

/** Where a window goes and what it shows. */
export type WindowPlace = {
  readonly bounds: Partial<Rectangle> & { readonly width: number; readonly height: number }
  readonly session: Session
  /** Absent for pages that only get printed: they reach nothing of ours. */
  readonly preload?: string
  readonly show: boolean
}

/** Every option of every window, decided here and nowhere else: sandboxed, isolated, no Node, nothing experimental. */
export function windowOptions({ bounds, session, preload, show }: WindowPlace): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    minWidth: 900,
    minHeight: 600,
    show,
    title: 'Firstlook',
    // The dark of the page, so that a dim room is not lit by an empty window.
    backgroundColor: '#101113',
    autoHideMenuBar: false,
    webPreferences: {
      ...(preload !== undefined && { preload }),
      session,
      sandbox: true,
      contextIsolation: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      // A triage window that is covered goes on showing what arrives.
      backgroundThrottling: false,
    },
  }
}
