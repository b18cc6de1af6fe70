import type { Session } from 'electron'
import { expect, it } from 'vitest'
import { windowOptions } from './window-options.ts'

// A window's session is Electron's own; the decider only hands it on.
const session = {} as Session

it('makes every window sandboxed and isolated, with nothing of Node and nothing experimental', () => {
  const { webPreferences } = windowOptions({ bounds: { width: 1, height: 1 }, session, preload: '/p', show: true })
  expect(webPreferences).toEqual({
    preload: '/p',
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
    backgroundThrottling: false,
  })
})

it('gives a page that is only printed no preload', () => {
  const { webPreferences } = windowOptions({ bounds: { width: 1, height: 1 }, session, show: false })
  expect(webPreferences).not.toHaveProperty('preload')
})
