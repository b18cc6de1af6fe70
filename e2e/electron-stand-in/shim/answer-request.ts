import type { CdpSession } from '#e2e/electron-stand-in/chromium/cdp-connection.ts'
import { toAppUrl } from '#e2e/electron-stand-in/page/scheme-map.ts'
import type { Session } from './session.ts'

export type PausedRequest = {
  readonly requestId: string
  readonly frameId: string
  readonly resourceType: string
  readonly request: {
    readonly url: string
    readonly method: string
    readonly headers: Readonly<Record<string, string>>
    readonly postData?: string
  }
}

/** Answers a paused request by the app's own scheme, or lets it go where the session's listener allows it. */
export async function answerRequest(cdp: CdpSession, session: Session, paused: PausedRequest): Promise<void> {
  const { requestId, request, resourceType } = paused
  const url = toAppUrl(request.url)
  // Chromium asks for a picture for its tab; Electron has no tabs and asks for nothing.
  if (resourceType === 'Other' && url.endsWith('/favicon.ico')) return fail(cdp, requestId, 'Aborted')
  const allowed = await session.allows({ url, method: request.method, resourceType })
  if (!allowed) return fail(cdp, requestId, 'BlockedByClient')
  const handler = session.protocol.handlerOf(url)
  if (!handler) return void (await cdp.send('Fetch.continueRequest', { requestId }))
  try {
    const body = request.postData === undefined ? {} : { body: request.postData }
    const response = await handler(new Request(url, { method: request.method, headers: request.headers, ...body }))
    if (response.type === 'error') return await fail(cdp, requestId, 'Failed')
    await cdp.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    })
  } catch {
    // A handler that throws is a failed load, as in Electron.
    await fail(cdp, requestId, 'Failed')
  }
}

/** Ends a request with a network error. The page may have left in the meantime. */
export async function fail(cdp: CdpSession, requestId: string, errorReason: string): Promise<void> {
  await cdp.send('Fetch.failRequest', { requestId, errorReason }).catch(() => {})
}
