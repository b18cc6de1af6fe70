import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, logOf, specAppFolder, test } from './spec-app.ts'

test('name, version and folders are those of the app', async ({ electron, folder }) => {
  const told = await electron.evaluate(({ app }) => [app.getVersion(), app.getPath('userData'), app.isPackaged])
  expect(told).toEqual(['1.2.3', folder, false])
})

test('a second start of the same data folder hands over and ends', async ({ electron, page, folder }) => {
  expect(await page.title()).toBe('spec')
  const args = ['--no-sandbox', specAppFolder, `--folder=${folder}`, '/a/file.dcm']
  const second = spawn(electron.process().spawnfile, args, { stdio: 'ignore' })
  expect(await once(second, 'exit')).toEqual([0, null])
  await expect
    .poll(async () => (await logOf(electron))[0])
    .toEqual(['second-instance', '/a/file.dcm', expect.any(String), { sent: 'data' }])
})

test('closing the last window is told to the app, which may go on', async ({ electron, page }) => {
  await page.close()
  await expect.poll(() => logOf(electron)).toContainEqual(['window-all-closed'])
  expect(electron.windows()).toHaveLength(0)
})

test('a window can refuse to be closed', async ({ electron, page }) => {
  const left = await electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    window?.once('close', (event) => event.preventDefault())
    window?.close()
    return BrowserWindow.getAllWindows().length
  })
  expect(left).toBe(1)
  expect(await page.title()).toBe('spec')
})

test('menus are found by id and can be clicked', async ({ electron }) => {
  const clicked = await electron.evaluate(({ Menu }) => {
    const clicks: string[] = []
    const template = [{ label: 'File', submenu: [{ id: 'open', label: 'Open', click: () => clicks.push('open') }] }]
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
    Menu.getApplicationMenu()?.getMenuItemById('open')?.click()
    return clicks
  })
  expect(clicked).toEqual(['open'])
})

test('a test can answer a dialog in the place of a person', async ({ electron }) => {
  const chosen = await electron.evaluate(async ({ dialog }) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: ['/a'] })
    return (await dialog.showOpenDialog({})).filePaths
  })
  expect(chosen).toEqual(['/a'])
})
