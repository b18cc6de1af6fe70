import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'

const main = import.meta.dirname
const sources = readdirSync(main, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => [name, withoutComments(readFileSync(join(main, name), 'utf8'))] as const)
const preload = join(main, '../preload/index.ts')
const engine = join(main, '../engine')
const workers = readdirSync(engine, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map(
    (name) => [relative(main, join(engine, name)), withoutComments(readFileSync(join(engine, name), 'utf8'))] as const,
  )

/** What may stand in the main process, and in which one file. `undefined`: nowhere. */
const rules: readonly (readonly [RegExp, string | undefined])[] = [
  [/new BrowserWindow\b/, 'window/open-window.ts'],
  [/new (BrowserView|WebContentsView)\b/, undefined],
  [/\bipcMain\b[^'"]*\.(handle|handleOnce|on|once)\(/, 'ipc/listen.ts'],
  [/\bopenExternal\b/, undefined],
  [/\bexecuteJavaScript\b/, undefined],
  [/\bwebviewTag: true\b/, undefined],
  [/\b(nodeIntegration\w*|allowRunningInsecureContent|experimentalFeatures): true\b/, undefined],
  [/\b(contextIsolation|sandbox|webSecurity): false\b/, undefined],
  [/\benableBlinkFeatures\b/, undefined],
  [/\bcrashReporter\b|\bautoUpdater\b/, undefined],
  [/\bfork\(/, 'engine-host.ts'],
  [/\bchild_process\b/, undefined],
  [/\beval\(|new Function\(/, undefined],
  [/\bsafeStorage\b/, 'secret-store.ts'],
  [/\b(fetch|request)\('https?:/, undefined],
  [/from 'node:(http|https|net|tls|dgram)'/, undefined],
]

it.each(rules)('%s stands in its one place only', (call, place) => {
  const found = sources.filter(([, text]) => call.test(text)).map(([name]) => name)
  expect(found).toEqual(place === undefined ? [] : [place])
})

it('no process is started with fork, which a hardened Electron refuses', () => {
  const found = workers.filter(([, text]) => /\bfork\(|\{[^}]*\bfork\b[^}]*\} from 'node:child_process'/.test(text))
  expect(found.map(([name]) => name)).toEqual([])
})

it('the preload requires nothing but electron and gives the page no way to name a channel', () => {
  const text = withoutComments(readFileSync(preload, 'utf8'))
  expect([...text.matchAll(/from '([^']+)'/g)].map(([, name]) => name)).toEqual(['electron'])
  expect(text).not.toMatch(/exposeInMainWorld\([^)]*ipcRenderer/)
})

it('sees what it looks for', () => {
  expect(rules[0]?.[0].test('const a = new BrowserWindow({})')).toBe(true)
  expect(rules[2]?.[0].test("ipcMain.on('x', () => {})")).toBe(true)
  expect(withoutComments('a // new BrowserWindow\n/* openExternal */b')).toBe('a \nb')
})

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1')
}
