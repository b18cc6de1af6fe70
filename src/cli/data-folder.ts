import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/** Where the desktop app keeps its data (Electron's `userData`), unless the caller names another folder. */
export function dataFolder(chosen: string | undefined, environment = process.env, platform = process.platform): string {
  if (chosen !== undefined) return resolve(chosen)
  const home = homedir()
  if (platform === 'win32') return join(environment['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Firstlook')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Firstlook')
  return join(environment['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'Firstlook')
}
