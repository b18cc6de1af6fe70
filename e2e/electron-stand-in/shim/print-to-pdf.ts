import type { CdpSession } from '#e2e/electron-stand-in/chromium/cdp-connection.ts'

export type PdfOptions = {
  readonly landscape?: boolean
  readonly printBackground?: boolean
  readonly displayHeaderFooter?: boolean
  readonly headerTemplate?: string
  readonly footerTemplate?: string
  readonly preferCSSPageSize?: boolean
  readonly generateTaggedPDF?: boolean
  readonly generateDocumentOutline?: boolean
  readonly scale?: number
  readonly pageSize?: 'A4' | 'Letter'
  /** Inches. */
  readonly margins?: {
    readonly top?: number
    readonly bottom?: number
    readonly left?: number
    readonly right?: number
  }
}

const inches = { A4: [8.27, 11.69], Letter: [8.5, 11] } as const

/** A page as PDF, by the very code of Chromium that Electron uses. */
export async function printToPdf(
  cdp: CdpSession,
  { pageSize = 'A4', margins, ...options }: PdfOptions,
): Promise<Buffer> {
  const [paperWidth, paperHeight] = inches[pageSize]
  const { data } = await cdp.send<{ data: string }>('Page.printToPDF', {
    ...options,
    paperWidth,
    paperHeight,
    ...(margins?.top !== undefined && { marginTop: margins.top }),
    ...(margins?.bottom !== undefined && { marginBottom: margins.bottom }),
    ...(margins?.left !== undefined && { marginLeft: margins.left }),
    ...(margins?.right !== undefined && { marginRight: margins.right }),
  })
  return Buffer.from(data, 'base64')
}
