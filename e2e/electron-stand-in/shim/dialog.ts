import { existsSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { app } from './app.ts'
import { isVisible } from './browser.ts'
import { BrowserWindow } from './browser-window.ts'
import { chooseInPage } from './choose-in-page.ts'

type OpenOptions = { readonly properties?: readonly string[] }
type SaveOptions = { readonly defaultPath?: string }

const optionsOf = <T>(args: readonly unknown[]): T => (args.at(-1) ?? {}) as T

/**
 * Native dialogs. Without a screen nobody is there to answer, so each is closed; tests put their answer in the place of a
 * method. On a screen, Chromium's own chooser opens files and folders, and what is saved goes to the downloads folder
 * under the name that was proposed, which the terminal is told.
 */
export const dialog = {
  async showOpenDialog(...args: readonly unknown[]): Promise<{ canceled: boolean; filePaths: string[] }> {
    const { properties = [] } = optionsOf<OpenOptions>(args)
    const [window] = BrowserWindow.getAllWindows()
    const filePaths =
      isVisible() && window
        ? await chooseInPage((await window.webContents.target).cdp, {
            folder: properties.includes('openDirectory'),
            several: properties.includes('multiSelections'),
          })
        : []
    return { canceled: filePaths.length === 0, filePaths }
  },

  async showSaveDialog(...args: readonly unknown[]): Promise<{ canceled: boolean; filePath: string }> {
    const { defaultPath } = optionsOf<SaveOptions>(args)
    if (!isVisible() || defaultPath === undefined) return { canceled: true, filePath: '' }
    const filePath = freeName(join(app.getPath('downloads'), basename(defaultPath)))
    process.stdout.write(`Saved as ${filePath}\n`)
    return { canceled: false, filePath }
  },

  showMessageBox: async (): Promise<{ response: number }> => ({ response: 0 }),

  showErrorBox: (title: string, content: string): void => {
    process.stderr.write(`${title}: ${content}\n`)
  },
}

function freeName(path: string): string {
  const [stem, extension] = [path.slice(0, path.length - extname(path).length), extname(path)]
  for (let i = 1; ; i += 1) {
    const name = i === 1 ? path : `${stem} (${i})${extension}`
    if (!existsSync(name)) return name
  }
}
