import type { Location } from '#core/pipeline/ports.ts'
import type { ImageFormat, SourceIdentity, SourceLocation } from '#core/intake/index.ts'

/** A place as this role writes it: where the bytes lie, what kind they are, and what the file was when it was found. */
export type ImageLocation = SourceLocation & {
  readonly format?: ImageFormat | undefined
  readonly found?: SourceIdentity | undefined
}

/** The place in a location that others only carry: made here, and checked where a door makes one of a person's path. */
export function toImageLocation(location: Location): ImageLocation {
  const { kind } = location
  const isFile = kind === 'file' && typeof location['path'] === 'string'
  const isEntry =
    kind === 'archive' && typeof location['archivePath'] === 'string' && typeof location['entry'] === 'string'
  if (!isFile && !isEntry) throw new Error('a location of no known kind')
  return location as unknown as ImageLocation
}

/** The bytes' place alone. */
export function toSourceLocation(location: ImageLocation): SourceLocation {
  return location.kind === 'file'
    ? { kind: 'file', path: location.path }
    : { kind: 'archive', archivePath: location.archivePath, entry: location.entry }
}
