import type { Session } from 'electron'
import { appScheme } from '#main/security/app-origin.ts'
import { openWindow } from '#main/window/open-window.ts'
import type { AssetTable } from '#main/protocol/asset-table.ts'

/** Prints a page of ours as PDF in a window that nobody sees, which has no preload and reaches nothing. */
export async function printPage(html: string, assets: AssetTable, session: Session): Promise<Uint8Array> {
  const page = assets.add({ bytes: new TextEncoder().encode(html), type: 'text/html; charset=utf-8' })
  const window = openWindow({ bounds: { width: 900, height: 1_200 }, session, show: false })
  try {
    await window.loadURL(`${appScheme}://firstlook/${page}`)
    return await window.webContents.printToPDF({ pageSize: 'A4', preferCSSPageSize: true, printBackground: true })
  } finally {
    window.destroy()
  }
}
