import type { Comparison, Location } from '#core/pipeline/ports.ts'
import { isTriageError } from '#shared/errors.ts'
import { hashBytes, hashStoredValues } from './hashes.ts'
import { toImageLocation } from './locate.ts'
import { withImage } from './open-picture.ts'

/**
 * Whether two files of one UID are the same bytes, and if not whether all their frames hold the same values. Pixels that
 * cannot be decoded are not the same: the two are kept as a conflict for a person to see.
 */
export async function compare(
  { location, existing }: { readonly location: Location; readonly existing: Location },
  temp: string,
): Promise<Comparison> {
  const newSha256 = await bytesOf(location, temp)
  const existingSha256 = await bytesOf(existing, temp)
  const samePixels = newSha256 === existingSha256 || (await holdSameValues(location, existing, temp))
  return { newSha256, existingSha256, samePixels }
}

const bytesOf = (place: Location, temp: string): Promise<string> =>
  withImage(toImageLocation(place), temp, (picture) => Promise.resolve(picture.sha256 ?? hashBytes(picture.source)))

function holdSameValues(location: Location, existing: Location, temp: string): Promise<boolean> {
  return withImage(toImageLocation(location), temp, (one) =>
    withImage(toImageLocation(existing), temp, async (other) => {
      const { numberOfFrames, rows, columns } = one.header.image
      const { image } = other.header
      if (image.numberOfFrames !== numberOfFrames || image.rows !== rows || image.columns !== columns) return false
      try {
        for (let frame = 1; frame <= numberOfFrames; frame++) {
          const [ours, theirs] = [await one.frame(frame), await other.frame(frame)]
          if (hashStoredValues(ours.stored) !== hashStoredValues(theirs.stored)) return false
        }
        return true
      } catch (error) {
        if (isTriageError(error)) return false
        throw error
      }
    }),
  )
}
