// A small app that uses what Firstlook uses of Electron, for the specs of the stand-in; real Electron runs it as well.
import { join } from 'node:path'
import { app, BrowserWindow, ipcMain, protocol, session, utilityProcess } from 'electron'

const folder = process.argv.find((argument) => argument.startsWith('--folder='))?.slice('--folder='.length)
if (folder) app.setPath('userData', folder)
protocol.registerSchemesAsPrivileged([
  { scheme: 'spec', privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

const log = []
globalThis.spec = { log, utilityProcess, folder }
app.on('second-instance', (_event, argv, cwd, data) => log.push(['second-instance', argv.at(-1), cwd, data]))
for (const name of ['before-quit', 'will-quit', 'window-all-closed']) app.on(name, () => log.push([name]))

const page = `<!doctype html><title>spec</title><h1>spec</h1>
<input type="file" id="file"><a href="other.html">other</a><a id="out" href="https://example.invalid/">out</a>
<script type="module" src="./page.js"></script>`
const headers = { 'content-security-policy': "default-src 'none'; script-src 'self'; connect-src 'self'" }
const answers = {
  '/index.html': () => new Response(page, { headers: { ...headers, 'content-type': 'text/html' } }),
  '/other.html': () => new Response('<h1>other</h1>', { headers: { ...headers, 'content-type': 'text/html' } }),
  '/open.html': () =>
    new Response('<h1>open</h1><img src="https://example.invalid/pixel.png">', {
      headers: { 'content-type': 'text/html' },
    }),
  '/page.js': () => new Response('window.ran = true', { headers: { 'content-type': 'text/javascript' } }),
  '/bytes': () =>
    new Response(
      Uint8Array.from({ length: 70_000 }, (_, i) => i * 7),
      { headers: { 'x-of-spec': 'yes' } },
    ),
  '/throws': () => {
    throw new Error('a handler that throws')
  },
}

function start() {
  const own = session.fromPartition('spec')
  own.protocol.handle(
    'spec',
    (request) => answers[new URL(request.url).pathname]?.() ?? new Response('', { status: 404 }),
  )
  own.webRequest.onBeforeRequest((details, answer) => {
    if (!details.url.startsWith('spec:')) log.push(['request', details.url])
    answer({ cancel: !details.url.startsWith('spec:') })
  })
  ipcMain.handle('echo', (_event, ...args) => args)
  ipcMain.handle('throw', () => {
    throw new Error('what happened')
  })
  ipcMain.handle('frame', (event) => [event.senderFrame?.url, event.senderFrame?.parent === null, event.sender.id])
  ipcMain.handle('paths', (_event, paths) => paths)
  ipcMain.on('tell', (event, value) => event.sender.send('told', value, new Uint16Array([1, 65_535])))
  const window = new BrowserWindow({
    width: 1_000,
    height: 700,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      session: own,
      sandbox: true,
      contextIsolation: true,
    },
  })
  window.webContents.on('will-navigate', (event) => {
    log.push(['will-navigate', event.url])
    event.preventDefault()
  })
  window.webContents.setWindowOpenHandler(({ url }) => {
    log.push(['window-open', url])
    return { action: 'deny' }
  })
  window.loadURL('spec://host/index.html')
}

if (app.requestSingleInstanceLock({ sent: 'data' })) void app.whenReady().then(start)
else app.quit()
