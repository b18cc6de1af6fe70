import { registerHooks } from 'node:module'
import { app } from './shim/app.ts'
import { BrowserWindow } from './shim/browser-window.ts'
import { dialog } from './shim/dialog.ts'
import { ipcMain } from './shim/ipc-main.ts'
import { Menu, MenuItem } from './shim/menu.ts'
import { Notification } from './shim/notification.ts'
import { safeStorage } from './shim/safe-storage.ts'
import { screen } from './shim/screen.ts'
import { Session } from './shim/session.ts'
import { shell } from './shim/shell.ts'
import { utilityProcess } from './shim/utility-process.ts'
import { WebContents } from './shim/web-contents.ts'

/** Everything of the `electron` module that the stand-in offers; a name that is not here fails when the app is linked. */
const electron = {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MenuItem,
  Notification,
  protocol: Session.defaultSession.protocol,
  safeStorage,
  screen,
  session: Session,
  shell,
  utilityProcess,
  webContents: WebContents,
}

const key = 'firstlook.electron-stand-in'
const names = /^electron(\/(main|common))?$/

/** Makes `electron` importable and requirable in this process. */
export function provideElectron(): void {
  Object.defineProperty(globalThis, Symbol.for(key), { value: electron })
  const found = `globalThis[Symbol.for(${JSON.stringify(key)})]`
  const esm = [
    `const electron = ${found}`,
    'export default electron',
    ...Object.keys(electron).map((name) => `export const ${name} = electron.${name}`),
  ].join('\n')
  registerHooks({
    resolve: (specifier, context, next) =>
      names.test(specifier)
        ? { url: `electron-stand-in:${context.conditions.includes('require') ? 'cjs' : 'esm'}`, shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) => {
      if (url === 'electron-stand-in:esm') return { format: 'module', source: esm, shortCircuit: true }
      if (url === 'electron-stand-in:cjs') {
        return { format: 'commonjs', source: `module.exports = ${found}`, shortCircuit: true }
      }
      return next(url, context)
    },
  })
}
