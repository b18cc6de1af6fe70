/** What this machine has to open a window with. */
export type Machine = {
  /** The executable of Electron, where it is present. */
  readonly electron: string | undefined
  /** An installed Chromium or Chrome. */
  readonly chromium: string | undefined
  readonly display: boolean
}

/** What runs the app, or the one sentence that says what is missing and what to do. */
export type Runtime = { readonly kind: 'electron' | 'stand-in' } | { readonly kind: 'none'; readonly why: string }

/** Real Electron where there is one, else the stand-in with an installed browser, else a sentence. */
export function chooseRuntime({ electron, chromium, display }: Machine): Runtime {
  if (!display) {
    return {
      kind: 'none',
      why: 'There is no display to open the window on: start Firstlook from a desktop session, or use the command line (npx firstlook --help).',
    }
  }
  if (electron !== undefined) return { kind: 'electron' }
  if (chromium !== undefined) return { kind: 'stand-in' }
  return {
    kind: 'none',
    why: 'Neither Electron nor Chromium is on this machine: run "npx install-electron", or install Chromium or Chrome (Debian: apt-get install chromium), and start again.',
  }
}

/** Whether windows can be shown. */
export function hasDisplay(environment = process.env, platform = process.platform): boolean {
  return platform !== 'linux' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY'])
}
