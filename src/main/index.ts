import { app, type BrowserWindow, dialog, Menu, protocol, type Rectangle, screen, session } from 'electron'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { isTriageError } from '#shared/errors.ts'
import type { Settings } from '#shared/settings.ts'
import { dataFolder } from './data-folder.ts'
import { filesOfArguments } from './files/files-of-arguments.ts'
import { takeInFromOutside } from './files/take-in-from-outside.ts'
import { allHandlers } from './handlers/all.ts'
import { listen } from './ipc/listen.ts'
import { logBug } from './log.ts'
import { menuTemplate } from './menu/menu-template.ts'
import { message } from './messages.ts'
import { answerPage } from './protocol/answer-page.ts'
import { AssetTable } from './protocol/asset-table.ts'
import { readPageFiles } from './protocol/page-files.ts'
import { appScheme } from './security/app-origin.ts'
import { guardContents } from './security/guard-contents.ts'
import { guardSession } from './security/guard-session.ts'
import { startShell, type StartedShell } from './start-shell.ts'
import { openMainWindow } from './window/open-window.ts'
import { rememberBounds } from './window/remember-bounds.ts'
import { boundsOnScreen } from './window/window-bounds.ts'

/** What the window may leave unfetched at most. */
const assetBytes = 256 * 1024 ** 2

// Whatever is written is its user's alone.
process.umask(0o077)

app.setName('Firstlook')
app.setPath('userData', dataFolder(process.argv, app.getPath('appData')))
app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])
app.on('web-contents-created', (_event, contents) => guardContents(contents))

/** Files from outside; those that come before the list is there wait for it. */
const early: string[] = filesOfArguments(process.argv, app.isPackaged, process.cwd())
let receive = (paths: readonly string[]): void => void early.push(...paths)
app.on('open-file', (event, path) => {
  event.preventDefault()
  receive([path])
})

if (app.requestSingleInstanceLock()) {
  // Never awaited here: Electron is not ready before this module has run to its end.
  void start(readPageFiles(join(import.meta.dirname, '../renderer')))
} else app.quit()

async function start(files: ReturnType<typeof readPageFiles>): Promise<void> {
  await app.whenReady()
  // In memory: the window keeps nothing on disk.
  const windowSession = session.fromPartition('firstlook')
  guardSession(windowSession)
  const assets = new AssetTable(assetBytes)
  const styleNonce = randomBytes(16).toString('base64')
  windowSession.protocol.handle(appScheme, async (request) =>
    answerPage(request, { files: await files, assets, styleNonce }),
  )

  const shell = startShell({
    dataFolder: app.getPath('userData'),
    session: windowSession,
    assets,
    styleNonce,
    settingsChanged: showMenu,
  })
  const takeIn = (paths: readonly string[]) => takeInFromOutside(shell, paths)
  listen(allHandlers(shell), takeIn, (error) => logBug('request', error))
  app.on('window-all-closed', () => app.quit())
  endWith(shell)

  // The window loads while the store opens; it is not shown before it has a page, and by then stands where it was last.
  const screens = screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = openMainWindow({ bounds: boundsOnScreen(undefined, screens), session: windowSession })
  showMenu({ language: 'en' })
  void standWhereItWas(window, screens, shell).catch(() => {
    // The page asks as well, and says what is wrong with the data folder.
  })
  window.webContents.once(
    'did-finish-load',
    () => void prepare(shell).catch((error: unknown) => isCancelled(error) || logBug('start', error)),
  )

  app.on('second-instance', (_event, argv, folder) => {
    if (window.isMinimized()) window.restore()
    window.focus()
    receive(filesOfArguments(argv, app.isPackaged, folder))
  })

  function showMenu({ language }: Pick<Settings, 'language'>): void {
    const send = (command: Parameters<Parameters<typeof menuTemplate>[2]>[0]) => shell.tell('menu:command', { command })
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(language, process.platform, send)))
  }
}

async function standWhereItWas(
  window: BrowserWindow,
  screens: readonly Rectangle[],
  shell: StartedShell,
): Promise<void> {
  const settings = await shell.engine.store.settings()
  if (settings.windowBounds) window.setBounds(boundsOnScreen(settings.windowBounds, screens))
  if (settings.windowBounds?.maximised) window.maximize()
  shell.settingsChanged(settings)
  rememberBounds(window, shell.engine)
}

/** The program was ended while it still prepared itself. */
const isCancelled = (error: unknown): boolean => isTriageError(error) && error.kind === 'cancelled'

/** Once the window is there: what it can do without at first. */
async function prepare(shell: StartedShell): Promise<void> {
  const { preparations, engine, jobs, language } = shell
  const [old] = await Promise.all([
    preparations.checkVersions(process.versions['electron']),
    preparations.registerModels(shell.dataFolder),
    shell.list.look(),
  ])
  if (old.length > 0) {
    dialog.showErrorBox('Firstlook', old.map((each) => message(language(), 'tooOld', each)).join('\n'))
    app.quit()
    return
  }
  await jobs.resume()
  receive = (paths) => void takeInFromOutside(shell, paths).catch((error: unknown) => logBug('files', error))
  receive(early.splice(0))
  await engine.warmUp()
  await preparations.proveProviders()
  for (const { id, differs = '' } of await preparations.verifyModels(shell.dataFolder))
    shell.tell('device:notice', { kind: 'differs', model: id, why: differs })
}

/** Quits only after the store has recorded the end. */
function endWith(shell: StartedShell): void {
  let ended = false
  app.on('will-quit', (event) => {
    if (ended) return
    event.preventDefault()
    void shell
      .close()
      .catch((error: unknown) => logBug('end', error))
      .finally(() => {
        ended = true
        app.quit()
      })
  })
}
