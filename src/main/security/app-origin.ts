/** The one scheme and host of the app's own pages. */
export const appScheme = 'app'
const appHost = 'firstlook'
export const appUrl = `${appScheme}://${appHost}/index.html`

/** Parses a URL of the app's own origin; anything else, however alike it looks, is `undefined`. */
export function parseAppUrl(url: string): URL | undefined {
  // A URL parser mends what it is given; only text that needs no mending is ours.
  if (!url.startsWith(`${appScheme}://${appHost}/`)) return undefined
  const parsed = URL.parse(url)
  if (parsed?.protocol !== `${appScheme}:` || parsed.host !== appHost) return undefined
  return parsed.username === '' && parsed.password === '' ? parsed : undefined
}
