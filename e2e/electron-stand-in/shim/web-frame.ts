/** A frame as the validator of a main process sees it: where it is, and whether it is the window's own. */
export type WebFrame = { readonly url: string; readonly origin: string; readonly parent: WebFrame | null }

/** A frame of a window; URLs are the app's own, not the mapped ones. */
export function webFrame(url: string, parent: WebFrame | null): WebFrame {
  const match = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)/i.exec(url)
  return { url, origin: match?.[1] ?? 'null', parent }
}
