const suffix = '.standin.invalid'

/** `app://host/path` → `https://app.host.standin.invalid/path`: Chromium has no custom schemes; this is one it treats the same way. */
export function toPageUrl(url: string): string {
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url)
  if (!match || ['http', 'https', 'file', 'data', 'about', 'blob'].includes(match[1] ?? '')) return url
  return `https://${match[1]}.${match[2]}${suffix}${match[3] || '/'}`
}

/** The original of a mapped URL; any other URL is returned as it is. */
export function toAppUrl(url: string): string {
  const match = /^https:\/\/([a-z][a-z0-9+-]*)\.([^/?#]*)\.standin\.invalid(?::443)?(.*)$/i.exec(url)
  return match ? `${match[1]}://${match[2]}${match[3]}` : url
}
