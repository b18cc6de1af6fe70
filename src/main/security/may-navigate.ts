import { appUrl, parseAppUrl } from './app-origin.ts'

/** Whether a page may send its window there: only to the app's one page, whatever its query and fragment. */
export function mayNavigate(url: string): boolean {
  const parsed = parseAppUrl(url)
  return parsed !== undefined && `${parsed.protocol}//${parsed.host}${parsed.pathname}` === appUrl
}
