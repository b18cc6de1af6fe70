import { TriageError } from '#shared/errors.ts'
import { limits } from '#shared/limits.ts'

const escape = (came: string) =>
  new TriageError('path-escape', `Expected a name inside its archive or medium; this one ${came}.`, 'intake')

/** What Windows takes for a device, whatever the ending (as in `CON.dcm`). */
const device = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(\.|$)/i

/** `..`, also as Windows reads it: with trailing dots and spaces, or in letters that fold to dots. */
function climbs(component: string): boolean {
  const folded = component.normalize('NFKC').replace(/\s+/g, '')
  return /^\.{2,}$/.test(folded)
}

/**
 * The failure of a name that means another place than inside its container, or none where it is harmless. Nothing is
 * ever written or opened under such a name; it is refused so that nobody else is handed it either.
 */
export function judgeEntryName(name: string): TriageError | undefined {
  if (name === '') return escape('is empty')
  if (/\p{Cc}/u.test(name)) return escape('holds control characters')
  const path = name.replaceAll('\\', '/')
  if (path.startsWith('//')) return escape('names a network share')
  if (path.startsWith('/')) return escape('is absolute')
  if (/^[A-Za-z]:/.test(path)) return escape('names a drive')
  const components = path.split('/')
  if (components.some(climbs)) return escape('climbs out of it')
  if (components.some((component) => device.test(component.trim()))) return escape('names a device of Windows')
  const tooLong = components.some((component) => Buffer.byteLength(component) > limits.archiveName.componentBytes)
  if (tooLong || Buffer.byteLength(path) > limits.archiveName.bytes) {
    const most = `${limits.archiveName.bytes} bytes, ${limits.archiveName.componentBytes} a folder`
    return new TriageError('limit', `Expected a name of at most ${most}; this one is longer.`, 'intake')
  }
  return undefined
}
