import { parseAppUrl } from '#main/security/app-origin.ts'
import { securityHeaders } from '#main/security/content-security-policy.ts'
import type { AssetTable } from './asset-table.ts'
import type { PageFile } from './page-files.ts'

/** Stands in the built page where the nonce of styles goes; the build puts it there. */
const noncePlace = 'style-nonce-of-this-start'

export type PageSource = {
  readonly files: ReadonlyMap<string, PageFile>
  readonly assets: AssetTable
  /** New with each start. */
  readonly styleNonce: string
}

/** Answers a request of the app's scheme from two tables, page files and assets; whatever is in neither is not found. */
export function answerPage(
  request: Pick<Request, 'url' | 'method'>,
  { files, assets, styleNonce }: PageSource,
): Response {
  const headers = securityHeaders(styleNonce)
  const url = parseAppUrl(request.url)
  if (!url) return new Response(null, { status: 404, headers })
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: { ...headers, allow: 'GET' } })
  const found = files.get(url.pathname) ?? assets.get(url.pathname)
  if (!found) return new Response(null, { status: 404, headers })
  const body = url.pathname === '/index.html' ? withNonce(found.bytes, styleNonce) : found.bytes
  // Bytes of a worker's message are never shared memory, whatever the type of a typed array allows.
  return new Response(body as string | Uint8Array<ArrayBuffer>, { headers: { ...headers, 'content-type': found.type } })
}

function withNonce(page: Uint8Array, nonce: string): string {
  return new TextDecoder().decode(page).replaceAll(noncePlace, nonce)
}
