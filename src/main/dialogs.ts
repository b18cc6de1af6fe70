import { dialog, type FileFilter, type OpenDialogOptions } from 'electron'
import { type Message, message } from './messages.ts'
import type { Shell } from './shell.ts'

type Asking = Pick<Shell, 'window' | 'language'>

/** Lets the person choose what to open; empty when the dialog was closed. */
export async function chooseToOpen(
  shell: Asking,
  title: Message,
  properties: NonNullable<OpenDialogOptions['properties']>,
  filters: readonly FileFilter[] = [],
): Promise<readonly string[]> {
  const options = { title: message(shell.language(), title), properties, filters: [...filters] }
  const window = shell.window()
  const chosen = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return chosen.canceled ? [] : chosen.filePaths
}

/** Lets the person choose a folder; `undefined` when the dialog was closed. */
export async function chooseFolder(shell: Asking, title: Message): Promise<string | undefined> {
  const [folder] = await chooseToOpen(shell, title, ['openDirectory'])
  return folder
}

/** Lets the person name a file to write; `undefined` when the dialog was closed. */
export async function chooseToSave(shell: Asking, name: string, extension: string): Promise<string | undefined> {
  const options = {
    title: message(shell.language(), 'saveAs'),
    defaultPath: `${name}.${extension}`,
    filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
  }
  const window = shell.window()
  const chosen = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return chosen.canceled || chosen.filePath === '' ? undefined : chosen.filePath
}
