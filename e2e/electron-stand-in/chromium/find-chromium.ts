import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const places = {
  // Debian's launcher is a script; the binary behind it starts sooner.
  linux: ['/usr/lib/chromium/chromium', '/usr/lib/chromium-browser/chromium-browser', '/opt/google/chrome/chrome'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: [
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ],
} as Readonly<Record<string, readonly string[]>>

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/** An installed Chromium or Chrome; `undefined` where there is none. `FIRSTLOOK_CHROMIUM` names one. */
export function findChromium(environment = process.env): string | undefined {
  const chosen = environment['FIRSTLOOK_CHROMIUM']
  if (chosen !== undefined) return isExecutable(chosen) ? chosen : undefined
  const onPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, process.platform === 'win32' ? `${name}.exe` : name)))
  return [...(places[process.platform] ?? []), ...onPath].find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
