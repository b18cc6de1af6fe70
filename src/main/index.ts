import { app, protocol, session } from 'electron'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { dataFolder } from './data-folder.ts'
import { answerPage } from './protocol/answer-page.ts'
import { AssetTable } from './protocol/asset-table.ts'
import { readPageFiles } from './protocol/page-files.ts'
import { appScheme } from './security/app-origin.ts'
import { guardContents } from './security/guard-contents.ts'
import { guardSession } from './security/guard-session.ts'
import { openMainWindow } from './window/open-window.ts'

// Whatever is written is its user's alone.
process.umask(0o077)

app.setName('Firstlook')
app.setPath('userData', dataFolder(process.argv, app.getPath('appData')))
app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])
app.on('web-contents-created', (_event, contents) => guardContents(contents))

if (app.requestSingleInstanceLock()) {
  // Never awaited here: Electron is not ready before this module has run to its end.
  void start(readPageFiles(join(import.meta.dirname, '../renderer')))
} else app.quit()

async function start(files: ReturnType<typeof readPageFiles>): Promise<void> {
  await app.whenReady()
  // In memory: the window keeps nothing on disk.
  const windowSession = session.fromPartition('firstlook')
  guardSession(windowSession)
  const assets = new AssetTable(256 * 1024 ** 2)
  const styleNonce = randomBytes(16).toString('base64')
  windowSession.protocol.handle(appScheme, async (request) =>
    answerPage(request, { files: await files, assets, styleNonce }),
  )
  openMainWindow({ bounds: { width: 1_440, height: 900 }, session: windowSession })
}
