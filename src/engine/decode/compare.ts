import { hashSource } from '#core/intake/index.ts'
import type { Comparison, Location } from '#core/pipeline/ports.ts'
import { isTriageError } from '#shared/errors.ts'
import { hashStoredValues } from './hashes.ts'
import { toImageLocation, toSourceLocation } from './locate.ts'
import { type Picture, withImage } from './open-picture.ts'

/**
 * Whether two files of one UID are the same bytes, and if not whether all their frames hold the same values. Pixels that
 * cannot be decoded are not the same: the two are kept as a conflict for a person to see.
 */
export async function compare(
  { location, existing }: { readonly location: Location; readonly existing: Location },
  temp: string,
): Promise<Comparison> {
  const newSha256 = await bytesOf(location)
  const existingSha256 = await bytesOf(existing)
  const samePixels = newSha256 === existingSha256 || (await holdSameValues(location, existing, temp))
  return { newSha256, existingSha256, samePixels }
}

async function bytesOf(place: Location): Promise<string> {
  const location = toImageLocation(place)
  return (await hashSource(toSourceLocation(location), location.found)).sha256
}

async function holdSameValues(location: Location, existing: Location, temp: string): Promise<boolean> {
  try {
    return await withImage(toImageLocation(location), temp, (one) =>
      withImage(toImageLocation(existing), temp, (other) => areSame(one, other)),
    )
  } catch (error) {
    if (isTriageError(error)) return false
    throw error
  }
}

async function areSame(one: Picture, other: Picture): Promise<boolean> {
  const { numberOfFrames, rows, columns } = one.header.image
  const { image } = other.header
  if (image.numberOfFrames !== numberOfFrames || image.rows !== rows || image.columns !== columns) return false
  for (let frame = 1; frame <= numberOfFrames; frame++) {
    const [ours, theirs] = [await one.frame(frame), await other.frame(frame)]
    if (hashStoredValues(ours.stored) !== hashStoredValues(theirs.stored)) return false
  }
  return true
}
